import type { TornadoEffect, TornadoMetric } from '../../experiment/tornado/tornado.js';
import { type CsvValue, toCsv, withEnds } from '../csv.js';
import type { TornadoReport } from './report.js';

const ESTIMATES = ['at_low', 'at_base', 'at_high', 'low_effect', 'high_effect', 'swing'];
const COLUMNS = [
  'metric',
  'unit',
  'rank',
  'path',
  'low',
  'base',
  'high',
  ...ESTIMATES.flatMap((name) => [name, `${name}_ci95_low`, `${name}_ci95_high`]),
  'finding',
  'n',
];

/** `tornado.csv`: for each metric a row for each range, the largest effect first. */
export function tornadoCsv({ metrics }: TornadoReport): string {
  return toCsv(
    COLUMNS,
    metrics.flatMap((each) => each.effects.map((effect, at) => cells(each, effect, at + 1))),
  );
}

function cells(
  { metric, base }: TornadoMetric,
  { range, atLow, atHigh, lowEffect, highEffect, swing, finding }: TornadoEffect,
  rank: number,
): readonly CsvValue[] {
  return [
    metric.column,
    metric.unit,
    rank,
    range.path,
    range.low,
    range.base,
    range.high,
    ...[atLow, base, atHigh, lowEffect, highEffect, swing].flatMap(withEnds),
    finding,
    swing.n,
  ];
}
