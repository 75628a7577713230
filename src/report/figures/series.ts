import { UserError } from '../../errors.js';
import type { SweepColumn } from '../../experiment/sweep/types.js';
import { roughWidth, valueHeading } from './labels.js';
import { type Look, SERIES_LOOKS, TEE_LOOKS, TEXT } from './theme.js';

/** Values that are told apart by colour, shape and dash. */
export interface Series {
  /** What the legend shows, in order. The rows of the data have one of these as `series`. */
  readonly labels: readonly string[];
  readonly looks: readonly Look[];
}

/** For a figure with nothing to tell apart: no legend. */
export const SINGLE_SERIES: Series = { labels: [''], looks: SERIES_LOOKS.slice(0, 1) };

/**
 * How the values of a column are told apart. TEE modes look the same everywhere; others take the
 * looks in the order that the column gives them, so that a value looks the same whichever cells
 * are shown.
 * @throws UserError if there are more than can be told apart.
 */
export function seriesOf(column: SweepColumn, shown: readonly string[]): Series {
  const values = column.values.filter((value) => shown.includes(value));
  if (column.name === 'tee.mode') {
    return {
      labels: values.map((value) => valueHeading(column, value)),
      looks: values.map((value) => (value === 'cc' ? TEE_LOOKS.cc : TEE_LOOKS.off)),
    };
  }
  const ranks = values.map((value) => column.values.indexOf(value));
  // With few of many values, those beyond the last look begin again at the first.
  const own = ranks.every((rank) => rank < SERIES_LOOKS.length);
  const looks = plainLooks(values.length, `--where ${column.name}`);
  return {
    labels: values.map((value) => valueHeading(column, value)),
    looks: own ? ranks.map((rank) => SERIES_LOOKS[rank] as Look) : looks,
  };
}

/**
 * Looks for `count` things in a row.
 * @param option what would make them fewer, for the message.
 * @throws UserError if there are more than can be told apart.
 */
export function plainLooks(count: number, option: string): readonly Look[] {
  if (count <= SERIES_LOOKS.length) return SERIES_LOOKS.slice(0, count);
  const source = { kind: 'option', option } as const;
  const expected = `at most ${SERIES_LOOKS.length} series in one figure`;
  throw new UserError([{ source, path: '', expected, got: String(count) }]);
}

/**
 * Encodings for marks whose rows have the label as `series`; those with a legend together make
 * one. Without one (null) nothing is added to the legend that others make.
 */
export function seriesColour(series: Series, legend: object | null): object {
  return channel(series, ({ colour }) => colour, legend);
}

export function seriesShape(series: Series, legend: object | null): object {
  return channel(series, ({ shape }) => shape, legend);
}

export function seriesDash(series: Series, legend: object | null): object {
  return channel(series, ({ dash }) => dash, legend);
}

function channel(
  { labels, looks }: Series,
  part: (look: Look) => unknown,
  legend: object | null,
): object {
  const range = looks.map(part);
  if (legend !== null) {
    const scale = { domain: labels, range };
    return { field: 'series', type: 'nominal', title: null, scale, legend };
  }
  // Of two scales of one field Vega-Lite makes one legend, or none: so this is no scale.
  const condition = labels.map((label, at) => ({
    test: `datum.series === ${JSON.stringify(label)}`,
    value: range[at],
  }));
  return { condition, value: range[0] };
}

/** A legend's symbol and the room around it, pt. */
const SYMBOL_WIDTH = 18;

/**
 * A legend below the data, of as many columns as fit beside each other.
 * @param width that there is, pt.
 */
export function legendBelow(
  labels: readonly string[],
  width: number,
): { readonly orient: 'bottom'; readonly direction: 'horizontal'; readonly columns: number } {
  const widest = Math.max(...labels.map((label) => roughWidth(label, TEXT.legend)));
  const most = Math.max(1, Math.floor(width / (widest + SYMBOL_WIDTH)));
  // Rows of equal length, as far as that is possible.
  const columns = Math.ceil(labels.length / Math.ceil(labels.length / most));
  return { orient: 'bottom', direction: 'horizontal', columns };
}
