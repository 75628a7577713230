import type { Issue } from '../../errors.js';
import { metricProblem, parseMetric, resolveMetrics } from '../../experiment/sweep/metrics.js';
import type { Metric } from '../../experiment/sweep/types.js';
import { oneOf, quoted } from '../../scenario/issues/values.js';
import { didYouMean } from '../../suggest.js';
import { optionIssue } from '../invocation.js';

/** What is explained if nothing is said: attainment by both denominators, latency, throughput. */
const DEFAULT_METRICS = [
  'sla.attainmentReceived',
  'sla.attainmentProcessed',
  'latencySeconds.mean',
  'throughput.requestsPerSecond',
];

/**
 * The metrics of `--metric`; adds to `issues` what is wrong, and leaves those out.
 * @param models of the scenario; undefined when it could not be read.
 */
export function readMetrics(
  texts: readonly string[],
  models: readonly string[] | undefined,
  issues: Issue[],
): readonly Metric[] {
  if (texts.length === 0) return resolveMetrics(DEFAULT_METRICS, models ?? []);
  const paths = texts.flatMap((text) => text.split(',')).map((path) => path.trim());
  const known = paths.filter((path) => {
    const issue = problemOf(path, models);
    if (issue !== undefined) issues.push(issue);
    return issue === undefined;
  });
  return resolveMetrics(known, models ?? []);
}

function problemOf(path: string, models: readonly string[] | undefined): Issue | undefined {
  const parsed = parseMetric(path);
  if (parsed === undefined) {
    const { expected, got, hint } = metricProblem(path);
    return optionIssue('--metric', expected, got, hint);
  }
  const { model } = parsed;
  if (model === null || model === '*' || (models?.includes(model) ?? true)) return undefined;
  const expected = `a model of the scenario (${oneOf(models ?? [])})`;
  return optionIssue('--metric', expected, quoted(model), didYouMean(model, models ?? []));
}
