import type { TornadoEffect, TornadoMetric } from '../../experiment/tornado/tornado.js';
import type { Figure } from '../../metrics/figures.js';
import {
  formatChange,
  formatInterval,
  formatValue,
  NOTHING,
  printable,
  titleOf,
} from '../format.js';
import { renderTable } from '../text-table.js';
import { FINDINGS, rangeNotes, type TornadoReport } from './report.js';

const LEGEND =
  'swing: at high less at low, on the same random draws. The largest difference between low, base\n' +
  'and high comes first. Ranges are taken one at a time: what two do together is not in here.';

/** A tornado as text: a table for each metric. */
export function tornadoTable(report: TornadoReport): string {
  const { name, replications, ranges, metrics } = report;
  const count = `${ranges.length} ${ranges.length === 1 ? 'range' : 'ranges'}`;
  const intervals =
    replications > 1
      ? `n = ${replications}, with 95 % intervals`
      : 'n = 1: no intervals (--replications 20 gives them)';
  const notes = rangeNotes(report);
  const parts = [
    `${printable(name)}\n${count}, each at both ends, the others as they are; ${intervals}.`,
    ...metrics.map(metricPart),
    LEGEND,
    ...(notes.length === 0 ? [] : [notes.map(printable).join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function metricPart({ metric, base, effects }: TornadoMetric): string {
  // Every metric is one of the figures of a run or of a model.
  const unit = metric.unit as Figure['unit'];
  const table = renderTable({
    head: ['', 'low', 'base', 'high', 'at low', 'at base', 'at high', 'swing', '', ''],
    rows: effects.map((effect) => row(effect, formatValue(base.mean, unit, base.n), unit)),
    textColumns: 1,
  });
  const interval = formatInterval(base, unit);
  const title = printable(titleOf({ label: metric.label, unit }));
  const level = `base ${formatValue(base.mean, unit, base.n)}${interval === '' ? '' : ` ${interval}`}`;
  return `${title}: ${level}\n${table}`;
}

function row(
  { range, atLow, atHigh, swing, finding }: TornadoEffect,
  base: string,
  unit: Figure['unit'],
): readonly string[] {
  return [
    range.path,
    range.low,
    range.base ?? NOTHING,
    range.high,
    formatValue(atLow.mean, unit, atLow.n),
    base,
    formatValue(atHigh.mean, unit, atHigh.n),
    formatChange(swing.mean, unit, swing.n),
    formatInterval(swing, unit),
    FINDINGS[finding],
  ];
}
