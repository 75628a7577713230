import type { ResultsDifference } from '../../experiment/diff/diff.js';
import type { Measured, MeasuredCell } from '../../experiment/diff/measured.js';
import type { MetricDifference, ValuePair } from '../../experiment/diff/metric-differences.js';

/** What differs between two folders of results, all of it, as data for one JSON document. */
export function diffJson(diff: ResultsDifference): unknown {
  const { a, b, cells, metrics, replications } = diff;
  const first = replications.first;
  return {
    a: a.folder,
    b: b.folder,
    tolerance: diff.tolerance,
    same: diff.same,
    about: diff.about,
    cells: {
      both: cells.both.length,
      onlyA: cells.onlyA.map((cell) => settingsOf(a, cell)),
      onlyB: cells.onlyB.map((cell) => settingsOf(b, cell)),
    },
    metrics,
    replications: {
      ...replications,
      first:
        first === null ? null : { at: settingsOf(a, first.cell.a), replication: first.replication },
    },
    differences: diff.differences.map((found) => metricJson(a, found)),
    requests: diff.requests.map(({ cell, ...rest }) => ({ at: settingsOf(a, cell.a), ...rest })),
  };
}

function metricJson(a: Measured, found: MetricDifference): unknown {
  const place = (pair: ValuePair | null): unknown =>
    pair === null
      ? null
      : { at: settingsOf(a, pair.cell.a), replication: pair.replication, a: pair.a, b: pair.b };
  return {
    ...found,
    largest: place(found.largest),
    largestRelative: place(found.largestRelative),
    cells: found.cells.map(({ cell, ...rest }) => ({ at: settingsOf(a, cell.a), ...rest })),
  };
}

function settingsOf(
  { columns }: Measured,
  { values }: MeasuredCell,
): Readonly<Record<string, string>> {
  return Object.fromEntries(columns.map((name, at) => [name, values[at] ?? '']));
}
