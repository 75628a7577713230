import type { ComposedTee } from '../../timing/tee/compose.js';
import { type LossBeside, lossesBeside } from '../../timing/tee/evidence.js';
import { formatValue, NOTHING } from '../format.js';
import { renderTable } from '../text-table.js';

/** What was measured of a whole: losses beside what the numbers that act come to, and the rest. */
export function evidenceText(tee: ComposedTee): string {
  const others = otherRows(tee);
  const losses = lossesBeside(tee);
  const tables = [
    losses.length === 0 ? '' : lossTable(losses),
    others.length === 0
      ? ''
      : renderTable({
          head: ['effect', 'what', 'model', 'unit', 'off', 'cc'],
          rows: others,
          textColumns: 4,
        }),
  ];
  return tables.filter((table) => table !== '').join('\n\n');
}

function lossTable(losses: readonly LossBeside[]): string {
  return renderTable({
    head: [
      ...['effect', 'model', 'concurrency', 'input tokens'],
      ...['measured loss, %', 'predicted, %', 'difference, points'],
    ],
    rows: losses.map(({ effect, model, concurrency, inputTokens, ...loss }) => [
      effect,
      model ?? NOTHING,
      count(concurrency),
      count(inputTokens),
      measuredText(loss),
      percent(loss.predicted),
      percent(loss.predicted === null ? null : loss.predicted - loss.measured),
    ]),
    textColumns: 2,
  });
}

function measuredText({ measured, spread }: Pick<LossBeside, 'measured' | 'spread'>): string {
  if (spread === null) return percent(measured);
  return `${percent(measured)} (${percent(spread[0])} – ${percent(spread[1])})`;
}

function percent(share: number | null): string {
  return share === null ? NOTHING : formatValue(share, 'fraction');
}

function count(value: number | null): string {
  return value === null ? NOTHING : String(value);
}

function otherRows({ effects }: ComposedTee): readonly (readonly string[])[] {
  return effects.flatMap(({ name, effect }) => {
    if (effect.kind !== 'evidence') return [];
    return effect.points.map(({ quantity, model, off, cc: { value, low, high } }) => {
      const spread = low === undefined || high === undefined ? '' : ` (${low} – ${high})`;
      return [
        name,
        quantity,
        model ?? NOTHING,
        effect.unit,
        off === undefined ? NOTHING : String(off),
        `${value}${spread}`,
      ];
    });
  });
}
