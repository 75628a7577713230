import { InvariantError, type Issue, UserError } from '../../errors.js';
import { describeException, describeValue } from './describe.js';
import type { Strategy, StrategyContext, StrategyDefinition } from './strategies/strategy.js';

/** Seconds; looks that follow faster keep simulated time from going on. */
const SHORTEST_POLL = 1e-3;

const HOOKS = [
  'onArrival',
  'onTimer',
  'onIdle',
  'onBatchStart',
  'onBatchEnd',
  'onLoaded',
  'onPoll',
] as const;

/**
 * Makes a strategy for one run and checks that it is one: a user's module may return anything.
 * @throws UserError naming what `create` threw, or every part of its result that is wrong.
 */
export function makeStrategy(definition: StrategyDefinition, context: StrategyContext): Strategy {
  const strategy = create(definition, context);
  if (typeof strategy !== 'object' || strategy === null) {
    throw new UserError([problem(definition, 'create', 'an object with hooks', strategy)]);
  }
  const issues = [...hookIssues(definition, strategy), ...pollIssues(definition, strategy)];
  if (issues.length > 0) throw new UserError(issues);
  return strategy;
}

function create(definition: StrategyDefinition, context: StrategyContext): Strategy {
  try {
    return definition.create(isolated(context));
  } catch (error) {
    if (error instanceof UserError || error instanceof InvariantError) throw error;
    const thrown = describeException(error);
    throw new UserError([issue(definition, 'create', 'an object with hooks', thrown)]);
  }
}

/** The scenario's values, copied and frozen: a strategy cannot change what it is judged by. */
function isolated(context: StrategyContext): StrategyContext {
  const { models, slaSeconds, options, believed, timerBelief } = context;
  const copies = deepFreeze(structuredClone({ models, slaSeconds, options }));
  return Object.freeze({ ...copies, believed, timerBelief });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

function hookIssues(definition: StrategyDefinition, strategy: Strategy): Issue[] {
  const wrong = HOOKS.filter(
    (hook) => strategy[hook] !== undefined && typeof strategy[hook] !== 'function',
  ).map((hook) => problem(definition, hook, 'a function', strategy[hook]));
  const any = HOOKS.some((hook) => strategy[hook] !== undefined);
  if (any) return wrong;
  return [issue(definition, 'create', `at least one of ${HOOKS.join(', ')}`, 'none')];
}

function pollIssues(definition: StrategyDefinition, strategy: Strategy): Issue[] {
  const { poll, onPoll } = strategy;
  if (poll === undefined && onPoll === undefined) return [];
  if (poll === undefined) return [problem(definition, 'poll', 'its intervals, for onPoll', poll)];
  if (onPoll === undefined) return [problem(definition, 'onPoll', 'a function, for poll', onPoll)];
  const { everySeconds, residentForSeconds } = poll;
  const issues: Issue[] = [];
  if (!(everySeconds >= SHORTEST_POLL && everySeconds < Number.POSITIVE_INFINITY)) {
    const expected = `a number ≥ ${SHORTEST_POLL}`;
    issues.push(problem(definition, 'poll.everySeconds', expected, everySeconds));
  }
  if (!(residentForSeconds >= 0 && residentForSeconds < Number.POSITIVE_INFINITY)) {
    issues.push(problem(definition, 'poll.residentForSeconds', 'a number ≥ 0', residentForSeconds));
  }
  return issues;
}

function problem(
  definition: StrategyDefinition,
  path: string,
  expected: string,
  got: unknown,
): Issue {
  return issue(definition, path, expected, describeValue(got));
}

function issue(definition: StrategyDefinition, path: string, expected: string, got: string): Issue {
  return { source: { kind: 'option', option: `strategy ${definition.name}` }, path, expected, got };
}
