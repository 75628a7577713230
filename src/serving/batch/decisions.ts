import { InvariantError, UserError } from '../../errors.js';
import type { Hook } from '../../events/facts.js';
import type { Seconds } from '../../units.js';
import { describeException, describeValue } from './describe.js';
import type { Answer, Decision, ServerView } from './strategies/strategy.js';

/** Who decided what, when: named in the error when it makes no sense. */
export interface DecisionContext {
  readonly strategy: string;
  readonly hook: Hook;
  readonly now: Seconds;
}

const HOOK_METHODS: Record<Hook, string> = {
  arrival: 'onArrival',
  timer: 'onTimer',
  poll: 'onPoll',
  idle: 'onIdle',
  'batch-start': 'onBatchStart',
  'batch-end': 'onBatchEnd',
  loaded: 'onLoaded',
};

/** A strategy's answer as a list. Arrays made by another realm count too. */
export function asList(answer: Exclude<Answer, undefined>): readonly Decision[] {
  return Array.isArray(answer) ? answer : [answer as Decision];
}

/**
 * Checks a decision against the present state.
 * @returns the number of requests it concerns; 0 for timers.
 * @throws UserError naming the decision, if it makes no sense.
 */
export function checkDecision(
  decision: Decision,
  view: ServerView,
  context: DecisionContext,
): number {
  try {
    return check(decision, view, context);
  } catch (error) {
    // Reading a field of what a user's module made may throw as well.
    return hookFailed(error, context);
  }
}

function check(decision: Decision, view: ServerView, context: DecisionContext): number {
  const fail = (expected: string, got: unknown): never => refuse(decision, context, expected, got);
  if (typeof decision !== 'object' || decision === null) {
    return fail('a decision, a list of decisions or undefined', decision);
  }
  const { model } = decision;
  if (!(Number.isInteger(model) && model >= 0 && model < view.modelCount)) {
    return fail(`a model index from 0 to ${view.modelCount - 1}`, model);
  }
  if (typeof decision.reason !== 'string') return fail('a reason as text', decision.reason);
  switch (decision.action) {
    case 'release':
      return checkRelease(decision.count, view.waiting(model), context.hook, fail);
    case 'drop':
      return checkCount(decision.count, view.waiting(model), fail);
    case 'set-timer':
      if (Number.isFinite(decision.at) && decision.at >= view.now) return 0;
      return fail(`a finite time at or after now (${view.now} s)`, decision.at);
    case 'clear-timer':
      return 0;
    case 'load':
      if (view.canLoad(model)) return 0;
      return fail('a model that can be loaded now (view.canLoad)', model);
    case 'prefetch':
      if (view.canPrefetch(model)) return 0;
      return fail('a model that can be prefetched now (view.canPrefetch)', model);
    default:
      return fail(
        'an action: release, set-timer, clear-timer, drop, load or prefetch',
        (decision as Decision).action,
      );
  }
}

function checkRelease(
  count: number | 'all',
  waiting: number,
  hook: Hook,
  fail: (expected: string, got: unknown) => never,
): number {
  if (count !== 'all') return checkCount(count, waiting, fail);
  if (waiting === 0 && hook !== 'timer') return fail('at least 1 waiting request', 0);
  return waiting;
}

function checkCount(
  count: number,
  waiting: number,
  fail: (expected: string, got: unknown) => never,
): number {
  if (Number.isInteger(count) && count >= 1 && count <= waiting) return count;
  return fail(`a count from 1 to the ${waiting} waiting requests`, count);
}

/** Turns what a hook threw into bad input that names it; a bug of ours stays one. */
export function hookFailed(error: unknown, context: DecisionContext): never {
  if (error instanceof UserError || error instanceof InvariantError) throw error;
  throw new UserError([
    { ...issuePlace(context), expected: 'a decision', got: describeException(error) },
  ]);
}

function refuse(
  decision: unknown,
  context: DecisionContext,
  expected: string,
  got: unknown,
): never {
  const shown = describeValue(decision);
  throw new UserError([
    {
      ...issuePlace(context),
      expected,
      got: describeValue(got),
      ...(shown === describeValue(got) ? {} : { hint: `the decision was ${shown}` }),
    },
  ]);
}

function issuePlace({ strategy, hook, now }: DecisionContext) {
  return {
    source: { kind: 'option', option: `strategy ${strategy}` },
    path: `${HOOK_METHODS[hook]} at ${now} s`,
  } as const;
}
