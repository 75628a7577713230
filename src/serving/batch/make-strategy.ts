import { InvariantError, type Issue, UserError } from '../../errors.js';
import type { Strategy, StrategyContext, StrategyDefinition } from './strategies/strategy.js';

const HOOKS = ['onArrival', 'onTimer', 'onIdle', 'onBatchEnd', 'onPoll'] as const;

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
    return definition.create(context);
  } catch (error) {
    if (error instanceof UserError || error instanceof InvariantError) throw error;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const thrown = `an exception, ${text.slice(0, 200)}`;
    throw new UserError([issue(definition, 'create', 'an object with hooks', thrown)]);
  }
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
  if (!(everySeconds > 0 && everySeconds < Number.POSITIVE_INFINITY)) {
    issues.push(problem(definition, 'poll.everySeconds', 'a number > 0', everySeconds));
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
  const shown = got instanceof Promise ? 'a Promise' : (JSON.stringify(got) ?? String(got));
  return issue(definition, path, expected, shown.slice(0, 100));
}

function issue(definition: StrategyDefinition, path: string, expected: string, got: string): Issue {
  return { source: { kind: 'option', option: `strategy ${definition.name}` }, path, expected, got };
}
