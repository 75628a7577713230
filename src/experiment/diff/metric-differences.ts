import type { Estimate } from '../../metrics/estimate.js';
import { qValues } from '../../metrics/false-discovery.js';
import { commonDifference } from '../../metrics/paired.js';
import { pValueOf } from '../../metrics/t-test.js';
import { unpairedDifference } from '../../metrics/welch.js';
import type { CommonCell } from './common-cells.js';
import { differs, relativeDifference } from './tolerance.js';

/** One number in both folders. */
export interface ValuePair {
  readonly cell: CommonCell;
  readonly replication: number;
  readonly a: number;
  readonly b: number;
}

/** A metric that differs, over all common cells. */
export interface MetricDifference {
  readonly metric: string;
  /** Values in both folders, of all common cells and replications. */
  readonly compared: number;
  /** How many of them differ by more than the tolerance. */
  readonly differing: number;
  /** The largest difference, and the largest as a share of the larger number; of finite ones. */
  readonly largest: ValuePair | null;
  readonly largestRelative: ValuePair | null;
  /** The cells with values that differ. */
  readonly cells: readonly CellDifference[];
}

/** A metric of a cell that differs: by how much on average, and whether that is more than noise. */
export interface CellDifference {
  readonly cell: CommonCell;
  readonly differing: number;
  /** Whether the replications use the same random draws and are compared one by one. */
  readonly paired: boolean;
  /** Of the mean, second folder − first, with a 95 % interval. */
  readonly difference: Estimate;
  /** Of no difference, among all cells of the metric that differ (Benjamini and Hochberg). */
  readonly qValue: number | null;
  /**
   * Whether it is more than noise, at a false discovery rate of 5 %; a difference that is the same
   * in every pair is. Null: one replication cannot tell.
   */
  readonly distinguishable: boolean | null;
}

const FALSE_DISCOVERY_RATE = 0.05;

/**
 * How a metric differs between two folders; null if it does not.
 * @param tolerance as a share of the larger number.
 */
export function metricDifference(
  metric: string,
  cells: readonly CommonCell[],
  tolerance: number,
): MetricDifference | null {
  let compared = 0;
  const found: { readonly cell: CommonCell; readonly pairs: readonly ValuePair[] }[] = [];
  for (const cell of cells) {
    const pairs = pairsOf(metric, cell);
    compared += pairs.length;
    const differing = pairs.filter(({ a, b }) => differs(a, b, tolerance));
    if (differing.length > 0) found.push({ cell, pairs: differing });
  }
  if (found.length === 0) return null;
  const all = found.flatMap(({ pairs }) => pairs);
  return {
    metric,
    compared,
    differing: all.length,
    largest: largestBy(all, ({ a, b }) => Math.abs(b - a)),
    largestRelative: largestBy(all, ({ a, b }) => relativeDifference(a, b)),
    cells: cellDifferences(metric, found),
  };
}

/** The numbers that both folders have, replication by replication. */
export function pairsOf(metric: string, cell: CommonCell): readonly ValuePair[] {
  const [left, right] = [cell.a.metric(metric), cell.b.metric(metric)];
  return left
    .slice(0, right.length)
    .map((a, replication) => ({ cell, replication, a, b: right[replication] as number }));
}

function largestBy(
  pairs: readonly ValuePair[],
  size: (pair: ValuePair) => number,
): ValuePair | null {
  let found: ValuePair | null = null;
  for (const pair of pairs) {
    if (Number.isFinite(size(pair)) && (found === null || size(pair) > size(found))) found = pair;
  }
  return found;
}

function cellDifferences(
  metric: string,
  found: readonly { readonly cell: CommonCell; readonly pairs: readonly ValuePair[] }[],
): readonly CellDifference[] {
  const tests = found.map(({ cell }) => testOf(metric, cell));
  const adjusted = qValues(tests.flatMap(({ pValue }) => pValue ?? [])).values();
  return found.map(({ cell, pairs }, at) => {
    const { pValue, ...test } = tests[at] as CellTest;
    const qValue = pValue === null ? null : (adjusted.next().value as number);
    return {
      cell,
      differing: pairs.length,
      ...test,
      qValue,
      distinguishable: isMoreThanNoise(test.difference, qValue),
    };
  });
}

interface CellTest {
  readonly paired: boolean;
  readonly difference: Estimate;
  readonly pValue: number | null;
}

function testOf(metric: string, cell: CommonCell): CellTest {
  const [left, right] = [cell.a.metric(metric), cell.b.metric(metric)];
  const paired = seedOf(cell.a.scenario) === seedOf(cell.b.scenario);
  if (!paired) return { paired, ...unpairedDifference(left, right) };
  const { difference } = commonDifference(right, left);
  return { paired, difference, pValue: pValueOf(difference) };
}

/** With the number of the replication it determines every random draw. */
function seedOf(scenario: unknown): unknown {
  return typeof scenario === 'object' && scenario !== null ? Reflect.get(scenario, 'seed') : null;
}

function isMoreThanNoise({ n, mean }: Estimate, qValue: number | null): boolean | null {
  if (qValue !== null) return qValue <= FALSE_DISCOVERY_RATE;
  return n < 2 ? null : mean !== 0;
}
