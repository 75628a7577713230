import { type Issue, UserError } from '../../errors.js';
import { type Plan, problemOf, type TeeMode } from '../../planning/plan.js';
import { tableModel, tooLong } from '../../planning/verify/table-model.js';
import type { OutputTokens, VerifyOptions } from '../../planning/verify/types.js';
import type { Problems } from '../../scenario/issues/problems.js';
import { findRouter, routerRegistry } from '../../serving/nodes/routers/registry.js';
import { didYouMean } from '../../suggest.js';
import { type Invocation, optionIssue } from '../invocation.js';

/** What of a plan is to be simulated. */
export interface VerifyRequest {
  readonly options: VerifyOptions;
  /** Whether capacity is added and removed until the target is met. */
  readonly untilMet: boolean;
}

const ROUTER = 'weighted-random';
/** The looser of Mélange's two SLOs (arXiv 2404.14527, §6.1), ms for each output token. */
const SLO_MS = 120;
const SHARE = 0.99;
/** From 20 on, intervals hold what they promise: docs/statistics.md. */
const REPLICATIONS = 20;
const MOST_REPLICATIONS = 1000;
const SEED = '1';
const OUTPUT_TOKENS: readonly OutputTokens[] = ['upper', 'middle'];

/** Options that say how to verify. */
const DETAILS = ['--router', '--slo-ms', '--share', '--replications', '--seed', '--output-tokens'];

/** What the options ask to simulate; null: nothing. */
export function readVerifyRequest(
  invocation: Invocation,
  plan: Plan | undefined,
  modes: readonly TeeMode[],
  problems: Problems,
): VerifyRequest | null {
  const untilMet = invocation.has('--until-met');
  if (!untilMet && !invocation.has('--verify')) {
    const unused = DETAILS.filter((option) => invocation.has(option));
    problems.addIssues(
      unused.map((option) => optionIssue(option, '--verify or --until-met with it', 'neither')),
    );
    return null;
  }
  const options: VerifyOptions = {
    router: readRouter(invocation, problems),
    sloSecondsPerToken:
      readNumber(invocation, problems, '--slo-ms', SLO_MS, {
        expected: 'milliseconds for each output token, more than 0',
        fits: (value) => value > 0 && value <= Number.MAX_SAFE_INTEGER,
      }) / 1000,
    share: readNumber(invocation, problems, '--share', SHARE, {
      expected: 'a share of the requests, more than 0 and less than 1',
      fits: (value) => value > 0 && value < 1,
    }),
    replications: readNumber(invocation, problems, '--replications', REPLICATIONS, {
      expected: `a whole number from 2 to ${MOST_REPLICATIONS}: one run has no interval`,
      fits: (value) => Number.isInteger(value) && value >= 2 && value <= MOST_REPLICATIONS,
    }),
    seed: invocation.value('--seed') ?? SEED,
    outputTokens: readOutputTokens(invocation, problems),
  };
  if (plan !== undefined) checkPlan(plan, modes, { options, untilMet }, problems);
  return { options, untilMet };
}

function checkPlan(
  plan: Plan,
  modes: readonly TeeMode[],
  { options, untilMet }: VerifyRequest,
  problems: Problems,
): void {
  const option = untilMet ? '--until-met' : '--verify';
  if (plan.orientation === 'as-printed') {
    const expected = 'a plan on matching axes: requests of an as-printed plan have no one length';
    problems.addIssues([optionIssue(option, expected, 'orientation as-printed')]);
    return;
  }
  if (untilMet && plan.budgetPerHour !== null) {
    const expected = 'a plan without a budget: what a target takes may cost more';
    problems.addIssues([optionIssue(option, expected, `${plan.budgetPerHour} $/h`)]);
  }
  try {
    const lengths = modes.flatMap((mode) => {
      const problem = problemOf(plan, mode);
      const length = problem.types.length === 0 ? null : tooLong(tableModel(problem, options));
      return length === null ? [] : [length];
    });
    if (lengths[0] !== undefined) problems.addIssues([tooLongIssue(option, lengths[0])]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.addIssues(error.issues);
  }
}

function tooLongIssue(option: string, length: string): Issue {
  const hint =
    'a run is 100 times as long as the longest request, 1/throughput: 0 says that it is not served';
  return optionIssue(option, 'at most 1e8 requests in a run', length, hint);
}

function readRouter(invocation: Invocation, problems: Problems): VerifyOptions['router'] {
  const name = invocation.value('--router') ?? ROUTER;
  const found = findRouter(name);
  if (found !== undefined) return found;
  const known = routerRegistry.map((router) => router.name);
  const expected = `one of ${known.join(', ')}`;
  const issue = optionIssue('--router', expected, JSON.stringify(name), didYouMean(name, known));
  problems.addIssues([issue]);
  return routerRegistry[0] as VerifyOptions['router'];
}

function readOutputTokens(invocation: Invocation, problems: Problems): OutputTokens {
  const text = invocation.value('--output-tokens') ?? 'upper';
  const found = OUTPUT_TOKENS.find((rule) => rule === text);
  if (found !== undefined) return found;
  const expected = 'upper (end of the bucket) or middle';
  problems.addIssues([optionIssue('--output-tokens', expected, JSON.stringify(text))]);
  return 'upper';
}

interface NumberRule {
  readonly expected: string;
  readonly fits: (value: number) => boolean;
}

function readNumber(
  invocation: Invocation,
  problems: Problems,
  option: string,
  byDefault: number,
  { expected, fits }: NumberRule,
): number {
  const text = invocation.value(option);
  if (text === undefined) return byDefault;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (fits(value)) return value;
  problems.addIssues([optionIssue(option, expected, JSON.stringify(text))]);
  return byDefault;
}
