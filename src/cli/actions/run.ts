import { type Issue, UserError } from '../../errors.js';
import { type LoadedScenario, runReplication } from '../../experiment/replicate.js';
import { writeWhole } from '../../host/output-file.js';
import type { RunSummary } from '../../metrics/summary.js';
import { placementJson } from '../../report/gpu-table.js';
import { toJson } from '../../report/json.js';
import { type AnySummary, type RunHeader, runTable } from '../../report/run-table.js';
import type { Scenario } from '../../scenario/types.js';
import type { Execute } from '../command-spec.js';
import { driveUntilInterrupted } from '../drive.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Invocation } from '../invocation.js';
import { type ResultFolder, Stopwatch, withResultFolder } from '../result-folder.js';
import { RunRecords } from '../run-records.js';
import { collecting, optionProblems, ScenarioLoader } from '../scenario-loader.js';
import { SteadyStateNotes } from '../steady-state-notes.js';
import { keepConsoleOffStdout } from '../terminal.js';
import { traceProblem } from '../trace-output.js';

/** What a run has to say: the line above its table, and its figures. */
interface Outcome {
  readonly header: RunHeader;
  readonly summary: AnySummary;
  readonly replications: readonly RunSummary[];
  readonly complete: boolean;
  readonly notes: SteadyStateNotes;
}

/** Simulates a scenario, all its replications; prints and writes what came of them. */
export const execute: Execute = async (invocation, terminal) => {
  keepConsoleOffStdout();
  const stopwatch = new Stopwatch();
  const loader = new ScenarioLoader(invocation);
  const loaded = await readRequest(invocation, loader);
  return withResultFolder(invocation, async (folder) => {
    const records = new RunRecords(loaded.scenario, folder, invocation.has('--trace'));
    const notes = new SteadyStateNotes();
    const summaries = await simulateAll(loaded, records, notes);
    const outcome = await outcomeOf(loaded.scenario, summaries, notes);
    if (outcome === null) {
      terminal.err('Interrupted before any replication was finished.\n');
      return EXIT.interrupted;
    }
    let written = '';
    if (folder !== null) {
      await appendSummaries(folder, outcome, loaded.scenario.replications);
      const inputs = await loader.inputs(loaded);
      const facts = manifestFacts(loaded, outcome);
      written = folder.commit({ ...facts, inputs, invocation, stopwatch });
    }
    terminal.out(invocation.json ? documentOf(outcome) : runTable(outcome.header, outcome.summary));
    const log = invocation.json ? terminal.err : terminal.out;
    log(written);
    // Last: should it fail, the results are in place.
    log(writeTrace(invocation, records));
    terminal.err(notes.text(summaries.length));
    return exitCodeOf(outcome);
  });
};

/** A run that has no steady state at all has failed to give what it was asked for. */
function exitCodeOf({ complete, notes, replications }: Outcome): ExitCode {
  if (!complete) return EXIT.interrupted;
  return notes.count(replications.length) === replications.length ? EXIT.failed : EXIT.done;
}

/** @throws UserError with every problem of the scenario and of the options. */
async function readRequest(
  invocation: Invocation,
  loader: ScenarioLoader,
): Promise<LoadedScenario> {
  const issues: Issue[] = [...optionProblems(invocation)];
  const found: Issue[] = [];
  const loaded = await collecting(found, loader.load());
  const inputs = loaded === undefined ? [] : await loader.inputs(loaded);
  const trace = traceProblem(invocation, inputs);
  if (trace !== undefined) issues.push(trace);
  issues.push(...found);
  if (loaded === undefined || issues.length > 0) throw new UserError(issues);
  return loaded;
}

/** The summaries of the replications; fewer than asked for if Ctrl-C was pressed. */
async function simulateAll(
  loaded: LoadedScenario,
  records: RunRecords,
  notes: SteadyStateNotes,
): Promise<readonly RunSummary[]> {
  const { replications } = loaded.scenario;
  const summaries: RunSummary[] = [];
  await driveUntilInterrupted([loaded], replications, async (driver) => {
    for (let replication = 0; replication < replications; replication++) {
      const observers = records.begin(replication);
      const note = (reason: string): void => notes.add(replication, reason);
      summaries.push(
        await driver.drive(runReplication(loaded, replication, observers, { noSteadyState: note })),
      );
      records.end(replication);
    }
  });
  return summaries;
}

/** Null when nothing was finished. */
async function outcomeOf(
  scenario: Scenario,
  replications: readonly RunSummary[],
  notes: SteadyStateNotes,
): Promise<Outcome | null> {
  const [first] = replications;
  if (first === undefined) return null;
  return {
    header: headerOf(scenario, replications.length),
    summary: scenario.replications === 1 ? first : await aggregated(replications),
    replications,
    complete: replications.length === scenario.replications,
    notes,
  };
}

/** Loaded only with replications: intervals need a large library. */
async function aggregated(replications: readonly RunSummary[]): Promise<AnySummary> {
  const { aggregate } = await import('../../metrics/replications.js');
  return aggregate(replications);
}

function headerOf(scenario: Scenario, replications: number): RunHeader {
  const { name, strategy, teeMode, server, seed, durationSeconds, drainSeconds } = scenario;
  const { gpus, placement } = server;
  return {
    name,
    strategy: strategy.name,
    teeMode,
    semantics: server.semantics,
    seed,
    replications,
    durationSeconds,
    drainSeconds,
    ...(gpus > 1 ? { gpus: { count: gpus, placement } } : {}),
  };
}

/** `summary.json`, and what `--json` prints. */
function documentOf({ header, summary }: Outcome): string {
  const { name: scenario, strategy, teeMode, semantics, seed, replications } = header;
  const placed =
    header.gpus === undefined
      ? {}
      : { placement: placementJson(header.gpus.placement, Object.keys(summary.perModel)) };
  return toJson({
    ...{ scenario, strategy, teeMode, semantics, seed, replications },
    ...placed,
    ...summary,
  });
}

/** Returns the line that names the file; empty without `--trace`. */
function writeTrace(invocation: Invocation, records: RunRecords): string {
  const file = invocation.value('--trace');
  if (file === undefined) return '';
  writeWhole(file, records.trace());
  return `Wrote ${file}: open it at https://ui.perfetto.dev\n`;
}

async function appendSummaries(
  folder: ResultFolder,
  outcome: Outcome,
  asked: number,
): Promise<void> {
  folder.append('summary.json', [documentOf(outcome)]);
  // By what was asked for: a run that was stopped after the first has the same files.
  if (asked === 1) return;
  const { replicationsCsv } = await import('../../report/replications-csv.js');
  folder.append('replications.csv', [replicationsCsv(outcome.replications)]);
}

function manifestFacts({ scenario }: LoadedScenario, { complete, replications }: Outcome) {
  return {
    status: complete ? ('complete' as const) : ('interrupted' as const),
    scenarios: [scenario],
    replications: { asked: scenario.replications, finished: replications.length },
  };
}
