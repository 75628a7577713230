import type { SweepResults } from '../../experiment/results/types.js';
import type { CellFilter } from '../../experiment/sweep/types.js';

/** What the user may say of a figure; each figure lists what it reads. */
export interface FigureOptions {
  /** Which cells are shown; columns that are not named: all. */
  readonly where: CellFilter;
  /** Path of a metric. */
  readonly metric: string | null;
  /** Names of columns: along the axes, and what tells lines and colours apart. */
  readonly x: string | null;
  readonly y: string | null;
  readonly series: string | null;
  /** A window of time, s. */
  readonly from: number | null;
  readonly to: number | null;
  /** What no policy can exceed, and what one that knows the future reaches; null: not given. */
  readonly bound: readonly BoundPoint[] | null;
}

/** The bound on a trace: shares of the received requests on time. */
export interface BoundPoint {
  readonly teeMode: 'off' | 'cc';
  /** Of all models; null where they have several. */
  readonly slaSeconds: number | null;
  /** What the trace is of, by column of the sweep; those that the sweep and the bound both have. */
  readonly settings: Readonly<Record<string, string>>;
  readonly upperBound: number;
  /** Of a schedule that keeps all rules, made by who knows the trace. */
  readonly feasible: number;
}

/** The files that a figure may be drawn as. */
export const FIGURE_FORMATS = ['svg', 'png', 'pdf'] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

/** The space that a figure has on paper, in points (1/72 inch). */
export interface Page {
  /** Of a page with two columns: how many the figure spans. */
  readonly columns: 1 | 2;
  readonly widthPoints: number;
}

/** A figure, ready to be drawn. */
export interface FigureSpec {
  /** A Vega-Lite specification (v6) with its data in it; the theme and fonts are put in later. */
  readonly spec: object;
  /** What it shows, in a sentence or two, for the caption and for who cannot see it. */
  readonly caption: string;
}

/** A kind of figure. One file each; `registry.ts` lists them. */
export interface FigureDefinition {
  /** In lower case with dashes: the name of its files. */
  readonly name: string;
  /** What it shows, one line. */
  readonly summary: string;
  /** The options that it reads; others are refused. */
  readonly reads: readonly (keyof FigureOptions)[];
  /**
   * @throws UserError if the results do not hold what it needs: it says what to add to the sweep
   * (`keep: { timeline: [ … ] }`), or which options to choose differently.
   */
  build(results: SweepResults, options: FigureOptions, page: Page): Promise<FigureSpec>;
}
