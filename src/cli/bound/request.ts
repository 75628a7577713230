import type { Issue } from '../../errors.js';
import { boundProblems } from '../../experiment/bound/limits.js';
import type { BoundRequest } from '../../experiment/bound/run-bound.js';
import { type Axis, type Cell, cellSettings, expandGrid } from '../../experiment/grid.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import { Problems } from '../../scenario/issues/problems.js';
import { pathsCollide } from '../../scenario/text/canonical-setting.js';
import { blameOption, plainPath, readAxes } from '../axes.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { collecting, optionProblems, type ScenarioLoader } from '../scenario-loader.js';

/** What `sealsim bound` was asked for. */
export interface BoundCommand {
  /** None: a single cell without values. */
  readonly axes: readonly Axis[];
  /** At least one. */
  readonly cells: readonly BoundCell[];
  /** Of each cell. */
  readonly replications: number;
  /** For each replication of each cell, s. */
  readonly timeLimitSeconds: number;
}

/** One scenario of the grid, with its policies. */
export interface BoundCell extends BoundRequest {
  readonly cell: Cell;
}

const DEFAULT_TIME_LIMIT = 120;
const GRID = [1 / 1024, 16] as const;

/** @throws UserError with every problem of the options, the scenarios and their strategies. */
export async function readBoundCommand(
  invocation: Invocation,
  loader: ScenarioLoader,
): Promise<BoundCommand> {
  const issues: Issue[] = [...optionProblems(invocation)];
  const slotSeconds = readGrid(invocation, issues);
  const timeLimitSeconds = readTimeLimit(invocation, issues);
  const limit = readBatchLimit(invocation, issues);
  const axes = invocation.has('--axis') ? readAxes(invocation.all('--axis'), issues) : [];
  issues.push(...axes.flatMap((axis) => setTwice(invocation, axis)));
  const cells: BoundCell[] = [];
  for (const cell of expandGrid(axes)) {
    const sets = [...cellSettings(axes, cell), ...limit];
    const policies = await loadPolicies(invocation, loader, { axes, sets }, issues);
    const [first] = policies;
    if (first === undefined) continue;
    const { scenario } = first;
    issues.push(...boundProblems(scenario));
    cells.push({ cell, scenario, policies, slotSeconds });
  }
  const problems = new Problems();
  // Cells and policies share most of what can be wrong with them: it is told once.
  problems.addIssues(issues);
  problems.throwIfAny();
  return { axes, cells, replications: cells[0]?.scenario.replications ?? 0, timeLimitSeconds };
}

/** Options of this command that set what an axis sets too: cells would not be what they are called. */
function setTwice(invocation: Invocation, { path }: Axis): readonly Issue[] {
  const settings = { '--strategies': 'strategy.name', '--batch-limit': 'server.rules.batchLimit' };
  return Object.entries(settings).flatMap(([option, own]) =>
    invocation.has(option) && pathsCollide(plainPath(path), own)
      ? [optionIssue('--axis', `a path that ${option} does not set`, path)]
      : [],
  );
}

/** The scenario with each of the policies; fewer, with issues, where something is wrong. */
async function loadPolicies(
  invocation: Invocation,
  loader: ScenarioLoader,
  { axes, sets }: { readonly axes: readonly Axis[]; readonly sets: readonly string[] },
  issues: Issue[],
): Promise<readonly LoadedScenario[]> {
  const names = invocation.value('--strategies')?.split(',');
  const settings = names?.map((name) => [`strategy.name=${JSON.stringify(name)}`]) ?? [[]];
  const paths = names === undefined ? [] : ['strategy.name'];
  const axisPaths = axes.map(({ path }) => path);
  const policies: LoadedScenario[] = [];
  for (const setting of settings) {
    const found: Issue[] = [];
    const loaded = await collecting(found, loader.load([...sets, ...setting]));
    for (const issue of found) {
      issues.push(blameOption(blameOption(issue, '--strategies', paths), '--axis', axisPaths));
    }
    if (loaded !== undefined) policies.push(loaded);
  }
  return policies;
}

function readGrid(invocation: Invocation, issues: Issue[]): number | null {
  const text = invocation.value('--grid');
  if (text === undefined) return null;
  const seconds = Number(text);
  const [least, most] = GRID;
  if (seconds >= least && seconds <= most && Number.isInteger(Math.log2(seconds))) return seconds;
  const expected = `a power of two from ${least} to ${most}, such as 0.125, 0.25 or 1`;
  issues.push(optionIssue('--grid', expected, JSON.stringify(text)));
  return null;
}

function readTimeLimit(invocation: Invocation, issues: Issue[]): number {
  const text = invocation.value('--time-limit');
  if (text === undefined) return DEFAULT_TIME_LIMIT;
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (seconds > 0) return seconds;
  issues.push(optionIssue('--time-limit', 'seconds, more than 0', JSON.stringify(text)));
  return DEFAULT_TIME_LIMIT;
}

/** A setting of the scenario, if one is asked for. */
function readBatchLimit(invocation: Invocation, issues: Issue[]): readonly string[] {
  const text = invocation.value('--batch-limit');
  if (text === undefined) return [];
  if (/^[1-9]\d{0,8}$/.test(text)) return [`server.rules.batchLimit=${text}`];
  issues.push(optionIssue('--batch-limit', 'a whole number from 1', JSON.stringify(text)));
  return [];
}
