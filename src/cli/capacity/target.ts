import type { Issue } from '../../errors.js';
import type { Target } from '../../experiment/capacity/types.js';
import {
  isOfEveryModel,
  metricProblem,
  parseMetric,
  resolveMetrics,
} from '../../experiment/sweep/metrics.js';
import type { Metric } from '../../experiment/sweep/types.js';
import { oneOf, quoted } from '../../scenario/issues/values.js';
import { didYouMean } from '../../suggest.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { ANY_NUMBER, type NumberForm, readNumber } from './numbers.js';

const DEFAULT_METRIC = 'sla.attainmentReceived';

/**
 * The metric of `--metric`; undefined, with an issue, if there is none.
 * @param models of the scenario; undefined when it could not be read.
 */
export function readMetric(
  invocation: Invocation,
  models: readonly string[] | undefined,
  issues: Issue[],
): Metric | undefined {
  const path = invocation.value('--metric')?.trim() ?? DEFAULT_METRIC;
  const parsed = parseMetric(path);
  if (parsed === undefined) {
    const { expected, got, hint } = metricProblem(path);
    issues.push(optionIssue('--metric', expected, got, hint));
    return undefined;
  }
  if (isOfEveryModel(path)) {
    issues.push(optionIssue('--metric', 'a metric of one model', quoted(path)));
    return undefined;
  }
  const { model } = parsed;
  if (model !== null && models !== undefined && !models.includes(model)) {
    const expected = `a model of the scenario (${oneOf(models)})`;
    issues.push(optionIssue('--metric', expected, quoted(model), didYouMean(model, models)));
    return undefined;
  }
  return resolveMetrics([path], models ?? [])[0];
}

const FRACTION: NumberForm = {
  expected: 'a fraction from 0 to 1',
  accepts: (value) => value >= 0 && value <= 1,
  hint: (value) => (value > 1 && value <= 100 ? `${value} % is ${value / 100}` : undefined),
};
const NOT_NEGATIVE: NumberForm = { expected: 'a number from 0', accepts: (value) => value >= 0 };

/** The target of `--at-least` or `--at-most`; undefined, with an issue, if there is none. */
export function readTarget(
  invocation: Invocation,
  metric: Metric | undefined,
  issues: Issue[],
): Target | undefined {
  const form =
    metric === undefined ? ANY_NUMBER : metric.unit === 'fraction' ? FRACTION : NOT_NEGATIVE;
  const least = readNumber(invocation, '--at-least', form, issues);
  const most = readNumber(invocation, '--at-most', form, issues);
  const given = ['--at-least', '--at-most'].filter((flag) => invocation.has(flag));
  if (given.length !== 1) {
    const got = given.length === 0 ? 'neither' : 'both';
    issues.push(optionIssue('--at-least', 'a target: --at-least or --at-most', got));
    return undefined;
  }
  if (least !== undefined) return { sense: 'at-least', value: least };
  return most === undefined ? undefined : { sense: 'at-most', value: most };
}
