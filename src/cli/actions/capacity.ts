import { answerOf } from '../../experiment/capacity/answer.js';
import { costOf } from '../../experiment/capacity/cost.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import { FIGURE_DATE, figureFonts } from '../../host/figure-fonts.js';
import { capacityCsv } from '../../report/capacity/capacity-csv.js';
import { CAPACITY_PAGE, capacityFigure } from '../../report/capacity/capacity-figure.js';
import { capacityJson } from '../../report/capacity/capacity-json.js';
import { capacityTable } from '../../report/capacity/capacity-table.js';
import { type CapacityReport, variantName } from '../../report/capacity/report.js';
import { FIGURE_FORMATS } from '../../report/figures/figure.js';
import { toJson } from '../../report/json.js';
import { type CapacityCommand, readCapacityCommand } from '../capacity/request.js';
import { type Searched, searchCapacity } from '../capacity/simulate.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { type ResultFolder, Stopwatch, withResultFolder } from '../result-folder.js';
import { ScenarioLoader } from '../scenario-loader.js';
import { keepConsoleOffStdout } from '../terminal.js';

/** Finds the range of a value in which a metric keeps a target. */
export const execute: Execute = async (invocation, terminal) => {
  keepConsoleOffStdout();
  const stopwatch = new Stopwatch();
  const loader = new ScenarioLoader(invocation);
  const command = await readCapacityCommand(invocation, loader);
  return withResultFolder(invocation, async (folder) => {
    const searched = await searchCapacity(command);
    const report = reportOf(command, searched);
    const points = report.variants.flatMap((variant) => variant.points);
    if (points.length === 0) {
      terminal.err('Interrupted before any value was simulated twice.\n');
      return EXIT.interrupted;
    }
    let written = '';
    if (folder !== null) {
      const warnings = await appendFiles(folder, report);
      for (const warning of warnings) terminal.err(`capacity.svg: ${warning}\n`);
      const { all } = command.scenarios;
      written = folder.commit({
        status: report.complete ? 'complete' : 'interrupted',
        scenarios: (await firstOfEach(command)).map(({ scenario }) => scenario),
        replications: {
          asked: command.plan.replications.least,
          finished: Math.min(...points.map(({ values }) => values.length)),
        },
        inputs: await loader.inputs(...all),
        invocation,
        stopwatch,
      });
    }
    terminal.out(invocation.json ? toJson(capacityJson(report)) : capacityTable(report));
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    terminal.err(unsteadyText(report, searched));
    return report.complete ? EXIT.done : EXIT.interrupted;
  });
};

function reportOf(command: CapacityCommand, { search, costs }: Searched): CapacityReport {
  const { name, metric, path, plan, axes, cells } = command;
  const answer = answerOf(plan, search);
  const points = answer.variants.map((variant) => variant.points);
  const cost = costs === null ? null : costOf(plan, points, costs.at);
  return { name, metric, path, plan, axes, cells, ...answer, cost };
}

/** Every variant with the first value: the others differ from it in that value. */
function firstOfEach({ cells, plan, scenarios }: CapacityCommand): Promise<LoadedScenario[]> {
  const [first = 0] = plan.grid;
  return Promise.all(cells.map(({ index }) => scenarios.at(index, first)));
}

/** @returns what a reader of the figure may stumble over. */
async function appendFiles(
  folder: ResultFolder,
  report: CapacityReport,
): Promise<readonly string[]> {
  folder.append('summary.json', [toJson(capacityJson(report))]);
  folder.append('capacity.csv', [capacityCsv(report)]);
  const figure = capacityFigure(report);
  // Drawing needs large libraries.
  const { FigureRenderer } = await import('../../report/figures/render/render.js');
  const { files, spec, warnings } = await new FigureRenderer(figureFonts()).render(figure, {
    widthPoints: CAPACITY_PAGE.widthPoints,
    formats: FIGURE_FORMATS,
    pdf: { title: `${report.name}: capacity`, created: FIGURE_DATE },
  });
  for (const [format, content] of files) folder.append(`capacity.${format}`, [content]);
  folder.append('capacity.vl.json', [toJson(spec)]);
  folder.append('capacity.caption.txt', [`${figure.caption}\n`]);
  return warnings;
}

/** A line for every variant of which some replications had no steady state. */
function unsteadyText(report: CapacityReport, { unsteady }: Searched): string {
  return unsteady
    .map((count, variant) => {
      const name = variantName(report, variant);
      const place = name === '' ? '' : `${name}: `;
      return count === 0 ? '' : `${place}no steady state, and so no figure, in ${count} runs\n`;
    })
    .join('');
}
