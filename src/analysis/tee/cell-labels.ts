import type { Cell, CellKey } from './cells.js';
import type { Series, SeriesAxis } from './series.js';

/** What a cell is called beside others: its condition, and what tells it from others of that name. */
export type CellLabel = (cell: Cell) => string;

const PARTS: readonly (readonly [keyof CellKey, (value: unknown) => string])[] = [
  ['model', String],
  ['gpu', String],
  ['layout', String],
  ['concurrency', (value) => `concurrency ${value}`],
  ['requestsPerSecond', (value) => `${rateText(Number(value))} requests/s`],
  ['inputTokens', (value) => `in ${value}`],
  ['outputTokens', (value) => `out ${value}`],
];

/** What is called something: a key and, where it is not the condition, a name. */
interface Named {
  readonly name: string;
  readonly key: CellKey;
}

/**
 * Labels for cells: the condition, else the model, else where there is neither `all runs`; then what
 * differs among cells of that name, and `simulated` where there are measured ones too.
 */
export function cellLabels(cells: readonly Cell[]): CellLabel {
  const named = ({ key }: Cell): Named => ({ name: nameOf(key), key });
  const label = labels(cells.map(named));
  return (cell) => label(named(cell));
}

/** Labels for series of cells: as for cells; where conditions make up the series, by the model. */
export function seriesLabels(all: readonly AnySeries[]): (series: AnySeries) => string {
  const named = ({ condition, key, axis }: AnySeries): Named => ({
    name: nameOf({ ...key, condition }),
    key: { ...key, ...Object.fromEntries(axis.varies.map((part) => [part, null])) },
  });
  const label = labels(all.map(named));
  return (series) => label(named(series));
}

type AnySeries = Pick<Series<SeriesAxis>, 'condition' | 'key' | 'axis'>;

function labels(all: readonly Named[]): (named: Named) => string {
  const byName = new Map<string, CellKey[]>();
  for (const { name, key } of all) byName.set(name, [...(byName.get(name) ?? []), key]);
  const experiments = new Set(all.map(({ key }) => key.experiment)).size > 1;
  const origins = new Set(all.map(({ key }) => key.origin)).size > 1;
  return ({ name, key }) => {
    const others = byName.get(name) ?? [];
    const details = PARTS.flatMap(([part, text]) => {
      const differs = new Set(others.map((other) => other[part])).size > 1;
      const value = key[part];
      return differs && value !== null && value !== name ? [text(value)] : [];
    });
    const simulated = origins && key.origin === 'simulated' ? ['simulated'] : [];
    const full = experiments && key.experiment !== null ? `${key.experiment}/${name}` : name;
    return [full, ...details, ...simulated].join(', ');
  };
}

function nameOf({ condition, model }: Pick<CellKey, 'condition' | 'model'>): string {
  return condition ?? model ?? 'all runs';
}

function rateText(rate: number): string {
  return Number.isFinite(rate) ? String(Number(rate.toPrecision(3))) : 'unlimited';
}
