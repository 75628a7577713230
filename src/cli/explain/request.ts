import { InvariantError, type Issue, UserError } from '../../errors.js';
import {
  coalitionName,
  coalitionProblem,
  coalitions,
  type Ends,
  factorsBetween,
  haveSameModels,
  MOST_FACTORS,
} from '../../experiment/explain/factors.js';
import type { Lens } from '../../experiment/explain/lens.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import type { Metric } from '../../experiment/sweep/types.js';
import { Problems } from '../../scenario/issues/problems.js';
import type { Scenario } from '../../scenario/types.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { optionProblems, type ScenarioLoader } from '../scenario-loader.js';
import { loadEnd } from './ends.js';
import { readMetrics } from './metrics.js';

/** What is to be explained. */
export interface ExplainRequest {
  readonly from: LoadedScenario;
  readonly to: LoadedScenario;
  readonly ends: Ends;
  readonly factors: readonly Lens[];
  /** By mask. */
  readonly coalitions: readonly Scenario[];
  readonly metrics: readonly Metric[];
}

/** @throws UserError with every problem of the options and of the scenarios at both ends. */
export async function readExplainRequest(
  invocation: Invocation,
  loader: ScenarioLoader,
): Promise<ExplainRequest> {
  const issues: Issue[] = [...optionProblems(invocation)];
  if (!invocation.has('--from') && !invocation.has('--to')) {
    const expected = 'settings in which it differs from --to, or --to with those that differ';
    issues.push(optionIssue('--from', expected, 'neither'));
  }
  const from = await loadEnd('--from', invocation, loader, issues);
  const to = await loadEnd('--to', invocation, loader, issues);
  const models = from?.scenario.models ?? to?.scenario.models;
  const metrics = readMetrics(invocation.all('--metric'), models, issues);
  const problems = new Problems();
  // Both ends are one scenario but for some settings: what is wrong with it is told once.
  problems.addIssues(issues);
  problems.throwIfAny();
  if (from === undefined || to === undefined) {
    throw new InvariantError('an end without problems was not loaded');
  }
  const ends = { from: from.scenario, to: to.scenario };
  return { from, to, ends, metrics, ...mixEnds(ends) };
}

/** @throws UserError if the ends cannot be explained, and what to do. */
function mixEnds(ends: Ends): Pick<ExplainRequest, 'factors' | 'coalitions'> {
  const refuse = (expected: string, got: string, hint: string): never => {
    throw new UserError([optionIssue('--to', expected, got, hint)]);
  };
  if (!haveSameModels(ends)) {
    const hint = 'a change of the mix alone is a factor';
    return refuse('the models of --from, in the same order', ends.to.models.join(', '), hint);
  }
  const factors = factorsBetween(ends);
  if (factors.length === 0) {
    const hint = 'swap and batch times, strategy, rules, arrivals and SLA are the same';
    return refuse('something that differs from --from', 'the same in all that matters', hint);
  }
  if (factors.length > MOST_FACTORS) {
    const got = `${factors.length} (${factors.map(({ label }) => label).join(', ')})`;
    const hint = 'go by a setting in between: --from A --to B, then --from B --to C';
    return refuse(`ends that differ in at most ${MOST_FACTORS} inputs`, got, hint);
  }
  const mixed = coalitions(ends, factors);
  for (const [mask, scenario] of mixed.entries()) {
    const problem = coalitionProblem(scenario);
    if (problem === null) continue;
    const got = `${problem}, with ${coalitionName(factors, mask)}`;
    const hint = 'set what clashes to one value for both, with --set';
    return refuse('ends of which every mixture is a scenario', got, hint);
  }
  return { factors, coalitions: mixed };
}
