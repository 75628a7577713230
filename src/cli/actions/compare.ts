import { formatIssue, type Issue, UserError } from '../../errors.js';
import { type Comparison, compareCells } from '../../experiment/compare.js';
import {
  type Axis,
  type Baseline,
  type Cell,
  cellSettings,
  expandGrid,
} from '../../experiment/grid.js';
import { type LoadedScenario, runReplication } from '../../experiment/replicate.js';
import type { RunSummary } from '../../metrics/summary.js';
import { cellsCsv, differencesCsv, overallCsv, summaryCsv } from '../../report/compare-csv.js';
import { compareJson } from '../../report/compare-json.js';
import { type CompareReport, compareTable } from '../../report/compare-table.js';
import { toJson } from '../../report/json.js';
import { blameOption, readAxes, readBaseline } from '../axes.js';
import type { Execute } from '../command-spec.js';
import { driveUntilInterrupted } from '../drive.js';
import { EXIT } from '../exit-code.js';
import type { Invocation } from '../invocation.js';
import { type ResultFolder, Stopwatch, withResultFolder } from '../result-folder.js';
import { collecting, optionProblems, ScenarioLoader } from '../scenario-loader.js';
import { SteadyStateNotes } from '../steady-state-notes.js';
import { keepConsoleOffStdout } from '../terminal.js';

/** What was asked for: every cell of the grid with its scenario. */
interface Request {
  readonly axes: readonly Axis[];
  readonly baseline: Baseline;
  readonly cells: readonly Cell[];
  /** By cell; at least one. */
  readonly loaded: readonly LoadedScenario[];
  readonly first: LoadedScenario;
}

/** Simulates every cell of a grid on the same random draws and puts them side by side. */
export const execute: Execute = async (invocation, terminal) => {
  keepConsoleOffStdout();
  const stopwatch = new Stopwatch();
  const loader = new ScenarioLoader(invocation);
  const request = await readRequest(invocation, loader);
  const { first, loaded } = request;
  return withResultFolder(invocation, async (folder) => {
    const notes = request.cells.map(() => new SteadyStateNotes());
    const replications = await simulateGrid(request, notes);
    const finished = replications[0]?.length ?? 0;
    if (finished === 0) {
      terminal.err('Interrupted before every cell was simulated once.\n');
      return EXIT.interrupted;
    }
    const complete = finished === first.scenario.replications;
    const report = reportOf(request, replications);
    let written = '';
    if (folder !== null) {
      appendTables(folder, report);
      written = folder.commit({
        status: complete ? 'complete' : 'interrupted',
        scenarios: loaded.map(({ scenario }) => scenario),
        replications: { asked: first.scenario.replications, finished },
        inputs: await loader.inputs(...loaded),
        invocation,
        stopwatch,
      });
    }
    terminal.out(invocation.json ? toJson(compareJson(report)) : compareTable(report));
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    terminal.err(notesText(request, notes, finished));
    return complete ? EXIT.done : EXIT.interrupted;
  });
};

/** @throws UserError with every problem of the options and of all cells' scenarios. */
async function readRequest(invocation: Invocation, loader: ScenarioLoader): Promise<Request> {
  const issues: Issue[] = [...optionProblems(invocation)];
  const axes = readAxes(invocation.all('--axis'), issues);
  const baseline = readBaseline(invocation.value('--baseline'), axes, issues);
  // Axes that are wrong themselves are left out: the rest of the input is still looked at.
  const cells = expandGrid(axes);
  const paths = axes.map(({ path }) => path);
  const loaded: LoadedScenario[] = [];
  for (const cell of cells) {
    const found: Issue[] = [];
    const scenario = await collecting(found, loader.load(cellSettings(axes, cell)));
    issues.push(...found.map((issue) => blameOption(issue, '--axis', paths)));
    if (scenario !== undefined) loaded.push(scenario);
  }
  const [first] = loaded;
  if (issues.length > 0 || baseline === undefined || first === undefined) {
    throw new UserError(withoutRepeats(issues));
  }
  return { axes, baseline, cells, loaded, first };
}

/** Cells share most of what can be wrong with them. */
function withoutRepeats(issues: readonly Issue[]): readonly Issue[] {
  return [...new Map(issues.map((issue) => [formatIssue(issue), issue])).values()];
}

/**
 * The summaries by cell and replication, equally many of each cell. One replication of all cells
 * comes before the next, so that what is finished when Ctrl-C is pressed can be compared.
 */
async function simulateGrid(
  { cells, loaded, first }: Request,
  notes: readonly SteadyStateNotes[],
): Promise<readonly (readonly RunSummary[])[]> {
  const { replications } = first.scenario;
  const finished: RunSummary[][] = cells.map(() => []);
  await driveUntilInterrupted(loaded, replications * cells.length, async (driver) => {
    for (let replication = 0; replication < replications; replication++) {
      for (const [at, scenario] of loaded.entries()) {
        const note = (reason: string): void => notes[at]?.add(replication, reason);
        finished[at]?.push(
          await driver.drive(runReplication(scenario, replication, [], { noSteadyState: note })),
        );
      }
    }
  });
  const common = Math.min(...finished.map(({ length }) => length));
  return finished.map((summaries) => summaries.slice(0, common));
}

/** A line for every cell in which some replications had no steady state. */
function notesText(
  { axes, cells }: Request,
  notes: readonly SteadyStateNotes[],
  finished: number,
): string {
  return cells
    .map((cell, at) => notes[at]?.text(finished, cellSettings(axes, cell).join(' ')) ?? '')
    .join('');
}

function reportOf(
  { axes, baseline, cells, first }: Request,
  replications: readonly (readonly RunSummary[])[],
): CompareReport {
  const comparison: Comparison = compareCells(axes, baseline, cells, replications);
  return { name: first.scenario.name, ...comparison };
}

function appendTables(folder: ResultFolder, report: CompareReport): void {
  folder.append('cells.csv', [cellsCsv(report)]);
  folder.append('summary.csv', [summaryCsv(report)]);
  folder.append('differences.csv', [differencesCsv(report)]);
  if (report.overall.length > 0) folder.append('overall.csv', [overallCsv(report)]);
}
