import { explain } from '../../experiment/explain/explain.js';
import type { Runs } from '../../experiment/explain/explanation.js';
import { FIGURE_DATE, figureFonts } from '../../host/figure-fonts.js';
import { explainCsv } from '../../report/explain/explain-csv.js';
import { explainJson } from '../../report/explain/explain-json.js';
import { explainTable } from '../../report/explain/explain-table.js';
import type { ExplainReport } from '../../report/explain/report.js';
import { waterfallFigure, waterfallPage } from '../../report/explain/waterfall.js';
import { FIGURE_FORMATS } from '../../report/figures/figure.js';
import { toJson } from '../../report/json.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { endSettings } from '../explain/ends.js';
import { type ExplainRequest, readExplainRequest } from '../explain/request.js';
import { simulateCoalitions } from '../explain/simulate.js';
import type { Invocation } from '../invocation.js';
import { type ResultFolder, Stopwatch, withResultFolder } from '../result-folder.js';
import { ScenarioLoader } from '../scenario-loader.js';
import { keepConsoleOffStdout } from '../terminal.js';

/** Says what the difference between two settings of a scenario comes from. */
export const execute: Execute = async (invocation, terminal) => {
  keepConsoleOffStdout();
  const stopwatch = new Stopwatch();
  const loader = new ScenarioLoader(invocation);
  const request = await readExplainRequest(invocation, loader);
  return withResultFolder(invocation, async (folder) => {
    const runs = await simulateCoalitions(request);
    if (runs === null) {
      terminal.err('Interrupted before every combination was simulated once.\n');
      return EXIT.interrupted;
    }
    const { from, to } = request;
    const asked = from.scenario.replications;
    const complete = runs.replications === asked;
    const report = reportOf(invocation, request, runs);
    let written = '';
    if (folder !== null) {
      const warnings = await appendFiles(folder, report);
      for (const warning of warnings) terminal.err(`explain.svg: ${warning}\n`);
      written = folder.commit({
        status: complete ? 'complete' : 'interrupted',
        scenarios: [from.scenario, to.scenario],
        replications: { asked, finished: runs.replications },
        inputs: await loader.inputs(from, to),
        invocation,
        stopwatch,
      });
    }
    terminal.out(invocation.json ? toJson(explainJson(report)) : explainTable(report));
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    return complete ? EXIT.done : EXIT.interrupted;
  });
};

function reportOf(invocation: Invocation, request: ExplainRequest, runs: Runs): ExplainReport {
  const { ends, factors, metrics } = request;
  return {
    name: ends.from.name,
    from: endSettings('--from', invocation),
    to: endSettings('--to', invocation),
    ...explain(ends, factors, metrics, runs),
  };
}

/** @returns what a reader of the figure may stumble over. */
async function appendFiles(
  folder: ResultFolder,
  report: ExplainReport,
): Promise<readonly string[]> {
  folder.append('summary.json', [toJson(explainJson(report))]);
  folder.append('explain.csv', [explainCsv(report)]);
  return appendFigure(folder, report);
}

async function appendFigure(
  folder: ResultFolder,
  report: ExplainReport,
): Promise<readonly string[]> {
  const figure = waterfallFigure(report);
  if (figure === null) return [];
  // Drawing needs large libraries.
  const { FigureRenderer } = await import('../../report/figures/render/render.js');
  const { files, warnings } = await new FigureRenderer(figureFonts()).render(figure, {
    widthPoints: waterfallPage(report).widthPoints,
    formats: FIGURE_FORMATS,
    pdf: { title: `${report.name}: explained`, created: FIGURE_DATE },
  });
  for (const [format, content] of files) folder.append(`explain.${format}`, [content]);
  return warnings;
}
