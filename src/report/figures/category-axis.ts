import type { SweepColumn } from '../../experiment/sweep/types.js';
import { columnTitle, roughWidth, valueLabel, WRAPPED, wrapped } from './labels.js';
import { TEXT } from './theme.js';

/** From one line of a label to the next, pt. */
export const LABEL_LINE = TEXT.label + 1;
/** From the labels to the axis, and beyond them, pt. */
const LABEL_PADDING = 3;
const LABEL_GAP = 6;
/** From a rotated title to the labels, pt. */
const TITLE_GAP = 5;

/** Lines are set from the middle downwards; this lifts them so that all are about the middle. */
export const MIDDLE = {
  expr: `-${LABEL_LINE / 2} * (length(split(datum.value, '\\n')) - 1)`,
};

/** The values of a column down the left side of a figure. */
export interface CategoryAxis {
  /** A value as the data name it; `\n` where its label is broken. */
  label(value: string): string;
  /** Labels from top to bottom. */
  readonly domain: readonly string[];
  /** Lines of the longest label. */
  readonly lines: number;
  /** The room it takes, pt. */
  readonly width: number;
  /** Vega-Lite's position for the field of this name. */
  position(field: string, isOuter: boolean): object;
}

/**
 * The values of a column. Words speak for themselves; numbers get a title that says what of.
 * @param column null: there is nothing to tell apart, and no axis.
 * @param room for labels, pt: longer ones are broken into lines.
 * @param left kept free between labels and axis, pt.
 */
export function categoryAxis(
  column: SweepColumn | null,
  values: readonly string[],
  room: number,
  left = 0,
): CategoryAxis {
  if (column === null) return labelAxis(values, null, { room, left, labelled: false });
  const labels = values.map((value) => valueLabel(column, value));
  const axis = labelAxis(labels, column.numeric ? columnTitle(column) : null, { room, left });
  return { ...axis, label: (value) => axis.label(valueLabel(column, value)) };
}

/** Any labels, from top to bottom; the parameters are those of `categoryAxis`. */
export function labelAxis(
  labels: readonly string[],
  title: string | null,
  { room, left = 0, labelled = true }: { room: number; left?: number; labelled?: boolean },
): CategoryAxis {
  const label = (text: string): string => wrapped(text, room);
  const domain = labels.map(label);
  const lines = domain.map((text) => text.split('\n'));
  const widest = Math.max(...lines.flat().map((line) => roughWidth(line)));
  const titleWidth = title === null ? 0 : TEXT.title + TITLE_GAP;
  const axis = {
    labelExpr: WRAPPED,
    labelOffset: MIDDLE,
    labelLineHeight: LABEL_LINE,
    labelPadding: LABEL_PADDING + left,
    ticks: false,
  };
  return {
    label,
    domain,
    lines: Math.max(...lines.map((each) => each.length)),
    width: labelled ? widest + titleWidth + LABEL_GAP + left : left,
    position: (field, isOuter) => ({
      field,
      type: 'nominal',
      title: isOuter ? title : null,
      scale: { domain, paddingInner: 0.25, paddingOuter: 0.2 },
      axis: labelled ? { ...axis, labels: isOuter } : null,
    }),
  };
}
