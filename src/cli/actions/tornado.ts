import { tornadoOf } from '../../experiment/tornado/tornado.js';
import { FIGURE_DATE, figureFonts } from '../../host/figure-fonts.js';
import type { FigureFormat } from '../../report/figures/figure.js';
import { toJson } from '../../report/json.js';
import type { TornadoReport } from '../../report/tornado/report.js';
import { tornadoCsv } from '../../report/tornado/tornado-csv.js';
import { TORNADO_WIDTH, tornadoFigure } from '../../report/tornado/tornado-figure.js';
import { tornadoJson } from '../../report/tornado/tornado-json.js';
import { tornadoTable } from '../../report/tornado/tornado-table.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { type ResultFolder, Stopwatch, withResultFolder } from '../result-folder.js';
import { ScenarioLoader } from '../scenario-loader.js';
import { keepConsoleOffStdout } from '../terminal.js';
import { readTornadoRequest } from '../tornado/request.js';
import { simulateTornado } from '../tornado/simulate.js';

/** Says which unknown values of a scenario matter, each at both ends of its range. */
export const execute: Execute = async (invocation, terminal) => {
  keepConsoleOffStdout();
  const stopwatch = new Stopwatch();
  const loader = new ScenarioLoader(invocation);
  const request = await readTornadoRequest(invocation, loader);
  return withResultFolder(invocation, async (folder) => {
    const { values, finished, notes } = await simulateTornado(request);
    if (finished === 0) {
      terminal.err('Interrupted before every run was simulated once.\n');
      return EXIT.interrupted;
    }
    const { base, ranges, metrics, runs, formats } = request;
    const { name, replications: asked } = base.scenario;
    const report = { name, ...tornadoOf(ranges, metrics, values) };
    let written = '';
    if (folder !== null) {
      const warnings = await appendFiles(folder, report, formats);
      for (const warning of warnings) terminal.err(`tornado: ${warning}\n`);
      written = folder.commit({
        status: finished === asked ? 'complete' : 'interrupted',
        scenarios: runs.map(({ scenario }) => scenario),
        replications: { asked, finished },
        inputs: await loader.inputs(...runs),
        invocation,
        stopwatch,
      });
    }
    terminal.out(invocation.json ? toJson(tornadoJson(report)) : tornadoTable(report));
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    terminal.err(notes);
    return finished === asked ? EXIT.done : EXIT.interrupted;
  });
};

/** @returns what a reader of the figure may stumble over. */
async function appendFiles(
  folder: ResultFolder,
  report: TornadoReport,
  formats: readonly FigureFormat[],
): Promise<readonly string[]> {
  folder.append('summary.json', [toJson(tornadoJson(report))]);
  folder.append('tornado.csv', [tornadoCsv(report)]);
  const figure = tornadoFigure(report);
  if (figure === null) return [];
  // Drawing needs large libraries.
  const { FigureRenderer } = await import('../../report/figures/render/render.js');
  const { files, spec, warnings } = await new FigureRenderer(figureFonts()).render(figure, {
    widthPoints: TORNADO_WIDTH,
    formats,
    pdf: { title: `${report.name}: tornado`, created: FIGURE_DATE },
  });
  for (const [format, content] of files) folder.append(`tornado.${format}`, [content]);
  folder.append('tornado.vl.json', [toJson(spec)]);
  folder.append('tornado.caption.txt', [`${figure.caption}\n`]);
  return warnings;
}
