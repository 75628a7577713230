import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InvariantError, type Issue } from '../../errors.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import { inShard } from '../../experiment/store/shard.js';
import type { SweepDescription } from '../../experiment/store/types.js';
import { resolveMetrics, unknownModels } from '../../experiment/sweep/metrics.js';
import { readSweep } from '../../experiment/sweep/read-sweep.js';
import { describeSweep } from '../../experiment/sweep/run/describe-sweep.js';
import { cellGroups, cellsOfGroups } from '../../experiment/sweep/run/groups.js';
import { setProblems } from '../../experiment/sweep/set-problems.js';
import type { Sweep, SweepCell } from '../../experiment/sweep/types.js';
import { monotonicSeconds } from '../../host/clock.js';
import { nodeFiles } from '../../host/node-files.js';
import { packageInfo } from '../../host/package-root.js';
import { rememberingFiles } from '../../host/remembering.js';
import { sweepFolderProblem } from '../../host/sweep-folder-problem.js';
import { Problems } from '../../scenario/issues/problems.js';
import type { Invocation } from '../invocation.js';
import { ScenarioLoader } from '../scenario-loader.js';
import { STEP_SECONDS } from '../stepper.js';
import type { SweepOptions } from './options.js';

/** A sweep, ready to be simulated. */
export interface SweepRequest {
  readonly description: SweepDescription;
  /** By cell. */
  readonly loaded: readonly LoadedScenario[];
  /** The folder for the results. */
  readonly path: string;
}

/** How many replications are planned of each cell, as far as is known at the start. */
export function leastReplications({ replications }: SweepDescription): number {
  return replications.kind === 'fixed' ? replications.count : replications.least;
}

/** The cells that are to be simulated, ascending: all of them, or those of a shard. */
export function cellsToSimulate(
  description: SweepDescription,
  { shard }: SweepOptions,
): readonly number[] {
  return cellsOfGroups(cellGroups(description), (group) => inShard(group, shard));
}

/** Told how many cells were checked, at moments when signals are let in; may throw. */
export type Checked = (done: number, total: number) => void;

/**
 * Reads the sweep file and loads the scenario of every cell.
 * @param optionIssues what is wrong with the options; all problems are reported together.
 * @throws UserError with every problem of the options, the sweep file and all cells' scenarios.
 */
export async function readSweepRequest(
  invocation: Invocation,
  options: SweepOptions,
  optionIssues: readonly Issue[],
  checked: Checked,
): Promise<SweepRequest> {
  const [file = ''] = invocation.args;
  const problems = new Problems();
  problems.addIssues(optionIssues);
  const files = rememberingFiles(nodeFiles());
  const reading = await readSweep(file, files);
  problems.addIssues(reading.issues);
  const { sweep } = reading;
  const path = options.out ?? (sweep && defaultFolder(sweep));
  if (path !== undefined) problems.addIssues(folderProblems(path, options));
  if (sweep === undefined || path === undefined) {
    problems.throwIfAny();
    throw new InvariantError('a sweep without problems was not read', { file });
  }
  problems.addIssues(setProblems(invocation.all('--set'), sweep));
  const loader = new ScenarioLoader(invocation, sweep.scenarioFile);
  const loaded = await loadCells(sweep.cells, loader, problems, checked);
  const models = [...new Set(loaded.flatMap(({ scenario }) => scenario.models))];
  // Without a scenario it is not known which models there are.
  if (models.length > 0) problems.addIssues(unknownModels(sweep, models));
  problems.throwIfAny();
  const description = describeSweep({
    sweep,
    scenarios: loaded.map(({ scenario }) => scenario),
    metrics: resolveMetrics(sweep.metrics, models),
    replications: planOf(sweep, options),
    version: packageInfo().version,
    inputs: [
      { what: 'sweep', name: file, sha256: files.sha256(await files.readText(file)) },
      ...(await loader.inputs(...loaded)),
    ],
    sha256: files.sha256,
  });
  return { description, loaded, path };
}

/** A sweep without a name is called after its file, which may lie elsewhere: its folder does not. */
function defaultFolder({ name }: Sweep): string {
  return join('results', basename(name));
}

function folderProblems(path: string, options: SweepOptions): readonly Issue[] {
  // Both are a problem of their own already.
  const isClear = !(options.resume && options.force);
  const problem = options.dryRun || !isClear ? undefined : sweepFolderProblem(path, options);
  return problem === undefined ? [] : [problem];
}

/** The scenarios of the cells that have no problem. */
async function loadCells(
  cells: readonly SweepCell[],
  loader: ScenarioLoader,
  problems: Problems,
  checked: Checked,
): Promise<readonly LoadedScenario[]> {
  const loaded: LoadedScenario[] = [];
  let until = monotonicSeconds() + STEP_SECONDS;
  for (const { index, settings } of cells) {
    const scenario = await problems.collect(() => loader.load([], settings));
    if (scenario !== undefined) loaded.push(scenario);
    if (monotonicSeconds() < until) continue;
    await nextTurn();
    checked(index + 1, cells.length);
    until = monotonicSeconds() + STEP_SECONDS;
  }
  return loaded;
}

function planOf({ replications }: Sweep, options: SweepOptions): Sweep['replications'] {
  if (options.replications === undefined) return replications;
  return { kind: 'fixed', count: options.replications };
}
