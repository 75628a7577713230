import { isTold, type MetricExplanation } from '../../experiment/explain/explanation.js';
import type { Estimate } from '../../metrics/estimate.js';
import { type CsvValue, toCsv, withEnds } from '../csv.js';
import type { ExplainReport } from './report.js';

const COLUMNS = [
  'metric',
  'unit',
  'part',
  'factor',
  'other_factor',
  ...['value', 'alone', 'last'].flatMap((name) => [name, `${name}_ci95_low`, `${name}_ci95_high`]),
  'share_of_total',
  'n',
];

/** What a row is of, and its numbers. */
interface Row {
  readonly part: 'from' | 'factor' | 'interaction' | 'losses' | 'lateness' | 'total' | 'to';
  readonly factors?: readonly string[];
  readonly value: Estimate;
  readonly alone?: Estimate;
  readonly last?: Estimate;
  readonly share?: number;
}

/** `explain.csv`: for each metric the ends, the total, every factor and every pair of them. */
export function explainCsv({ metrics }: ExplainReport): string {
  return toCsv(
    COLUMNS,
    metrics.flatMap((each) => rowsOf(each).map((row) => cells(each, row))),
  );
}

function rowsOf({
  from,
  to,
  total,
  effects,
  interactions,
  mediation,
}: MetricExplanation): readonly Row[] {
  return [
    { part: 'from', value: from },
    ...effects.map(({ factor, effect, ...rest }) => {
      return { part: 'factor', factors: [factor.name], value: effect, ...rest } as const;
    }),
    { part: 'to', value: to },
    { part: 'total', value: total, share: isTold(total) ? 1 : Number.NaN },
    ...interactions.map(({ factors, effect, share }) => {
      const names = factors.map(({ name }) => name);
      return { part: 'interaction', factors: names, value: effect, share } as const;
    }),
    ...(mediation === null
      ? []
      : [
          { part: 'losses', value: mediation.losses } as const,
          { part: 'lateness', value: mediation.lateness } as const,
        ]),
  ];
}

function cells({ metric }: MetricExplanation, row: Row): readonly CsvValue[] {
  const { part, factors: [one = null, other = null] = [], value, alone, last, share } = row;
  return [
    metric.column,
    metric.unit,
    part,
    one,
    other,
    ...withEnds(value),
    ...endsOf(alone),
    ...endsOf(last),
    share ?? null,
    value.n,
  ];
}

function endsOf(estimate: Estimate | undefined): readonly CsvValue[] {
  return estimate === undefined ? [null, null, null] : withEnds(estimate);
}
