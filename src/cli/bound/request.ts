import { InvariantError, type Issue } from '../../errors.js';
import { boundProblems } from '../../experiment/bound/limits.js';
import type { BoundRequest } from '../../experiment/bound/run-bound.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import { Problems } from '../../scenario/issues/problems.js';
import { blameOption } from '../axes.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { collecting, optionProblems, type ScenarioLoader } from '../scenario-loader.js';

/** What `sealsim bound` was asked for. */
export interface BoundCommand extends BoundRequest {
  readonly loaded: LoadedScenario;
  /** For each replication, s. */
  readonly timeLimitSeconds: number;
}

const DEFAULT_TIME_LIMIT = 120;
const GRID = [1 / 1024, 16] as const;

/** @throws UserError with every problem of the options, the scenario and its strategies. */
export async function readBoundCommand(
  invocation: Invocation,
  loader: ScenarioLoader,
): Promise<BoundCommand> {
  const issues: Issue[] = [...optionProblems(invocation)];
  const slotSeconds = readGrid(invocation, issues);
  const timeLimitSeconds = readTimeLimit(invocation, issues);
  const limit = readBatchLimit(invocation, issues);
  const names = invocation.value('--strategies')?.split(',');
  const settings =
    names === undefined ? [[]] : names.map((name) => [`strategy.name=${JSON.stringify(name)}`]);
  const policies: LoadedScenario[] = [];
  const paths = ['strategy.name'];
  for (const setting of settings) {
    const found: Issue[] = [];
    const loaded = await collecting(found, loader.load([...limit, ...setting]));
    issues.push(...found.map((issue) => blameOption(issue, '--strategies', names ? paths : [])));
    if (loaded !== undefined) policies.push(loaded);
  }
  const [loaded] = policies;
  if (loaded !== undefined) issues.push(...boundProblems(loaded.scenario));
  const problems = new Problems();
  // Policies share the scenario: what is wrong with it is told once.
  problems.addIssues(issues);
  problems.throwIfAny();
  if (loaded === undefined) throw new InvariantError('no policy, and no problem with it');
  return { scenario: loaded.scenario, loaded, policies, slotSeconds, timeLimitSeconds };
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
