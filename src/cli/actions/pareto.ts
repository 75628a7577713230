import { compareScenarios } from '../../analysis/pareto/compare.js';
import { FIGURE_DATE, figureFonts } from '../../host/figure-fonts.js';
import type { FigureFormat } from '../../report/figures/figure.js';
import { printable } from '../../report/format.js';
import { toJson } from '../../report/json.js';
import { metricList } from '../../report/pareto/metric-list.js';
import { paretoCsv } from '../../report/pareto/pareto-csv.js';
import { PARETO_WIDTH, paretoFigure } from '../../report/pareto/pareto-figure.js';
import { metricsJson, paretoJson } from '../../report/pareto/pareto-json.js';
import { noteLine, paretoText } from '../../report/pareto/pareto-text.js';
import { countNotes, type ParetoReport } from '../../report/pareto/report.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { interruptible } from '../interruptible.js';
import type { Invocation } from '../invocation.js';
import { loadMeasurements } from '../measured/measurements.js';
import { checkList, checkScenario, readParetoRequest } from '../pareto/request.js';
import { type ResultFolder, Stopwatch, withResultFolder } from '../result-folder.js';
import type { Terminal } from '../terminal.js';

/** Compares configurations of the same workload: which are on the Pareto front of two metrics. */
export const execute: Execute = (invocation, terminal) => {
  if (invocation.has('--list-metrics')) {
    checkList(invocation);
    terminal.out(invocation.json ? toJson(metricsJson()) : metricList());
    return Promise.resolve(EXIT.done);
  }
  return interruptible(terminal, async (check) => {
    const stopwatch = new Stopwatch();
    const request = readParetoRequest(invocation);
    const loaded = await loadMeasurements(request.paths, 'DIR', check);
    const { measurements, notRead, inputs } = loaded;
    const scenarios = compareScenarios(measurements, request.options);
    checkScenario(request.scenario, scenarios.length);
    const report: ParetoReport = {
      ...{ options: request.options, scenarios, chosen: request.scenario, notRead },
      notes: countNotes(measurements),
    };
    return withResultFolder(invocation, async (folder) => {
      const warnings = folder === null ? [] : await appendFiles(folder, report, request.formats);
      check();
      const written = folder?.commit({
        status: 'complete',
        scenarios: [],
        replications: { asked: measurements.length, finished: measurements.length },
        inputs,
        invocation,
        stopwatch,
      });
      for (const warning of loaded.warnings) terminal.err(`${warning}\n`);
      for (const warning of warnings) terminal.err(`pareto: ${warning}\n`);
      print(report, { invocation, terminal, written: written ?? '' });
      return EXIT.done;
    });
  });
};

interface Printing {
  readonly invocation: Invocation;
  readonly terminal: Terminal;
  readonly written: string;
}

function print(report: ParetoReport, { invocation, terminal, written }: Printing): void {
  for (const note of report.notes) terminal.err(`${noteLine(note)}\n`);
  if (report.notRead.length > 0) {
    const files = printable(report.notRead.join(', '));
    terminal.err(`no results of benchmarks in a form that is known: ${files}\n`);
  }
  terminal.out(invocation.json ? toJson(paretoJson(report)) : paretoText(report));
  if (invocation.json) terminal.err(written);
  else terminal.out(written === '' ? '' : `\n${written}`);
}

/** @returns what a reader of the figure may stumble over. */
async function appendFiles(
  folder: ResultFolder,
  report: ParetoReport,
  formats: readonly FigureFormat[],
): Promise<readonly string[]> {
  folder.append('summary.json', [toJson(paretoJson(report))]);
  folder.append('pareto.csv', [paretoCsv(report)]);
  const figure = paretoFigure(report);
  if (figure === null) return ['no run has a place on both axes: there is no figure'];
  // Drawing needs large libraries.
  const { FigureRenderer } = await import('../../report/figures/render/render.js');
  const { files, spec, warnings } = await new FigureRenderer(figureFonts()).render(figure, {
    widthPoints: PARETO_WIDTH,
    formats,
    pdf: { title: 'Pareto front', created: FIGURE_DATE },
  });
  for (const [format, content] of files) folder.append(`pareto.${format}`, [content]);
  folder.append('pareto.vl.json', [toJson(spec)]);
  folder.append('pareto.caption.txt', [`${figure.caption}\n`]);
  return warnings;
}
