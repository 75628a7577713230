import { oneOf, quoted } from '../../scenario/issues/values.js';
import type { Path } from '../../scenario/text/tree.js';
import { complete, report, type SweepContext } from '../sweep/context.js';
import { isOfEveryModel, metricProblem, parseMetric } from '../sweep/metrics.js';
import type { Metric } from '../sweep/types.js';
import { counterpartOf, denominatorOf } from './denominators.js';
import type { Measure } from './types.js';

/** What a claim says of its denominator; undefined if it leaves that to the metric. */
type Stated = 'processed' | 'received' | 'both' | undefined;

/**
 * What the claim at `at` looks at; undefined, and reported, if there is no such metric or it is not
 * over the denominator that the claim is about.
 * @param metrics of the results; null if it is not known which they have.
 */
export function readMeasures(
  path: string,
  stated: Stated,
  at: Path,
  metrics: readonly Metric[] | null,
  context: SweepContext,
): readonly Measure[] | undefined {
  const here = [...at, 'metric'];
  const own = readMetric(path, here, metrics, context);
  if (parseMetric(path) === undefined) return undefined;
  const fits = fitsDenominator(path, stated, at, context);
  const other = stated === undefined || stated === 'both' ? counterpartOf(path) : undefined;
  const paths = other === undefined ? [] : [other];
  const counterparts = complete(paths.map((each) => readMetric(each, here, metrics, context)));
  if (own === undefined || !fits || counterparts === undefined) return undefined;
  return [own, ...counterparts].map((metric) => ({
    metric,
    denominator: denominatorOf(metric.path),
  }));
}

/** The metric of this path; undefined, and reported at `at`, if the results have none. */
export function readMetric(
  path: string,
  at: Path,
  metrics: readonly Metric[] | null,
  context: SweepContext,
): Metric | undefined {
  if (parseMetric(path) === undefined) {
    report(context, at, metricProblem(path));
    return undefined;
  }
  if (isOfEveryModel(path)) {
    report(context, at, { expected: 'a metric of one model', got: quoted(path) });
    return undefined;
  }
  const found = metrics?.find((metric) => metric.path === path);
  if (metrics !== null && found === undefined) {
    const hint = `add ${path} under metrics of the sweep file, and simulate it again`;
    report(context, at, { expected: 'a metric of the results', got: path, hint });
  }
  return found;
}

function fitsDenominator(path: string, stated: Stated, at: Path, context: SweepContext): boolean {
  const own = denominatorOf(path);
  const counterpart = counterpartOf(path);
  const possible = [...(own === null ? [] : [own]), ...(counterpart === undefined ? [] : ['both'])];
  if (stated === undefined || possible.includes(stated)) return true;
  const expected = possible.length === 0 ? `none, which ${path} has not` : oneOf(possible);
  const hint = counterpart && `of the others is ${counterpart}`;
  report(context, [...at, 'denominator'], { expected, got: stated, hint });
  return false;
}
