/*
 * How figures look. One unit of a specification is one point (1/72 inch) on paper: what is said
 * here in points is what a reader sees. Nothing here draws; `render/` puts `themeConfig` under the
 * configuration of a specification.
 */

/** Source Sans 3 (SIL Open Font License): what widths are computed with and what is embedded. */
export const FONT = 'Source Sans 3';
/** The weight of headings; other text is normal. */
export const HEADING_WEIGHT = 'bold';

/** Sizes of text, pt. IEEE asks for 8 to 10 in figures; numbers at axes may be a little smaller. */
export const TEXT = { label: 7, title: 8, heading: 8, legend: 7.5 } as const;

/** Widths of a figure, pt: one column and two of a page of IEEE's (3.5 and 7.16 inch). */
export const PAGE_WIDTHS = { 1: 252, 2: 516 } as const;

export const INK = '#222222';
/** Lines that help to read: zero, an SLA, no effect. */
export const REFERENCE = '#6b6b6b';
const FRAME = '#8a8a8a';
const GRID = '#e4e4e4';

/** What tells one series from the others: never colour alone. */
export interface Look {
  readonly colour: string;
  readonly shape: string;
  /** Lengths of strokes and gaps, pt; `[1, 0]` is a line without gaps. */
  readonly dash: readonly number[];
}

const SOLID: readonly number[] = [1, 0];

/**
 * The TEE modes, the same in every figure: blue and orange of Okabe and Ito (2008), which every
 * kind of colour vision tells apart; CIE lightness 46 and 71, so that a copy in grey does too.
 */
export const TEE_LOOKS: Readonly<Record<'off' | 'cc', Look>> = {
  off: { colour: '#0072B2', shape: 'circle', dash: SOLID },
  cc: { colour: '#E69F00', shape: 'triangle-up', dash: [4, 2] },
};

/**
 * Any other series, in this order. Near the colours of Paul Tol's muted scheme (2021); the first
 * four are 15 or more apart in CIE lightness, and none is one of a TEE mode.
 */
export const SERIES_LOOKS: readonly Look[] = [
  { colour: '#332288', shape: 'circle', dash: SOLID },
  { colour: '#3D9A8B', shape: 'square', dash: [4, 2] },
  { colour: '#AA3377', shape: 'triangle-up', dash: [1.5, 1.5] },
  { colour: '#D4B13F', shape: 'diamond', dash: [6, 2, 1.5, 2] },
  { colour: '#661100', shape: 'triangle-down', dash: [8, 2] },
  { colour: '#88CCEE', shape: 'cross', dash: [1, 3] },
  { colour: '#117733', shape: 'triangle-right', dash: [5, 1.5, 1, 1.5, 1, 1.5] },
  { colour: '#000000', shape: 'triangle-left', dash: [2.5, 2.5] },
];

/** For heat maps: a scheme whose lightness runs one way, so that a copy in grey keeps the order. */
export const SEQUENTIAL_SCHEME = 'viridis';
/** What is under the configuration of every specification (Vega-Lite's `config`). */
export const themeConfig = {
  font: FONT,
  background: 'white',
  padding: 1,
  view: { stroke: null },
  axis: {
    labelFontSize: TEXT.label,
    titleFontSize: TEXT.title,
    titleFontWeight: 'normal',
    labelColor: INK,
    titleColor: INK,
    domainColor: FRAME,
    domainWidth: 0.6,
    tickColor: FRAME,
    tickWidth: 0.6,
    tickSize: 3,
    gridColor: GRID,
    gridWidth: 0.5,
    labelPadding: 2,
    titlePadding: 4,
    // A number stands at its tick, at the ends of an axis too.
    labelFlush: false,
    // Nothing is cut off: what has no room is wrapped, or found by the check for overlaps.
    labelLimit: 0,
    titleLimit: 0,
  },
  legend: {
    orient: 'bottom',
    direction: 'horizontal',
    // Several legends below one another: side by side they may be wider than a column.
    layout: { bottom: { direction: 'vertical', anchor: 'start', margin: 3 } },
    titleFontSize: TEXT.legend,
    titleFontWeight: 'normal',
    titleColor: INK,
    labelFontSize: TEXT.legend,
    labelColor: INK,
    labelLimit: 0,
    titleLimit: 0,
    symbolSize: 36,
    symbolStrokeWidth: 1.2,
    columnPadding: 8,
    rowPadding: 2,
    offset: 6,
  },
  header: {
    labelFontSize: TEXT.heading,
    labelFontWeight: HEADING_WEIGHT,
    labelColor: INK,
    labelLimit: 0,
    labelPadding: 4,
    titleFontSize: TEXT.title,
    titleFontWeight: 'normal',
    titleColor: INK,
    titleLimit: 0,
    titlePadding: 4,
  },
  title: {
    fontSize: TEXT.heading,
    fontWeight: HEADING_WEIGHT,
    color: INK,
    offset: 4,
    limit: 0,
  },
  line: { strokeWidth: 1.2 },
  point: { filled: true, size: 22, opacity: 1 },
  rule: { strokeWidth: 0.9, color: REFERENCE },
  text: { fontSize: TEXT.label, color: INK },
} as const;
