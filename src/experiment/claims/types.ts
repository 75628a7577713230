import type { Metric } from '../sweep/types.js';

/** Which requests a share, a mean or a rate is taken over. */
export type Denominator = 'processed' | 'received';

/** Where a quantity should lie. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** Whether the ends belong to it. */
  readonly closed: boolean;
}

/** What a claim says of its metric; the quantities that follow from it all have to lie in `range`. */
export type Statement =
  /** The mean itself. */
  | { readonly kind: 'value'; readonly range: Range }
  /** The mean at `of` over, or less, that at `to`. */
  | {
      readonly kind: 'comparison';
      /** Name of a column. */
      readonly axis: string;
      readonly of: string;
      readonly to: string;
      readonly as: 'ratio' | 'difference';
      readonly range: Range;
    }
  /** The mean at one value of a column less that at every other. */
  | {
      readonly kind: 'extreme';
      readonly axis: string;
      readonly value: string;
      readonly end: 'lowest' | 'highest';
      readonly range: Range;
    }
  /** The mean at each value of a column less that at the value before it. */
  | {
      readonly kind: 'order';
      readonly axis: string;
      readonly order: 'rising' | 'falling';
      readonly range: Range;
    };

/** Cells that are taken together. */
export interface ClaimGroup {
  /** What they have in common, by column: of the columns that the claim tells apart. */
  readonly at: Readonly<Record<string, string>>;
  /** By side; those of different sides belong together in order. */
  readonly cells: readonly (readonly number[])[];
}

/** What is looked at: the claim's metric, or the same over the other denominator. */
export interface Measure {
  readonly metric: Metric;
  /** Null if the metric is not of requests. */
  readonly denominator: Denominator | null;
}

/** A sentence of a paper as something that a sweep's results can be checked against. */
export interface Claim {
  readonly id: string;
  /** The sentence, in words of one's own. */
  readonly text: string;
  /** Where it stands. */
  readonly source: string;
  /** One, or both denominators. */
  readonly measures: readonly Measure[];
  readonly statement: Statement;
  /** The values of the axis that are put side by side; one side without a name for a value. */
  readonly sides: readonly string[];
  /** What is told apart: every cell, or the values of these columns; none: all are taken together. */
  readonly each: 'cell' | readonly string[];
  /** How much each cell counts in a mean over cells; null: all the same. */
  readonly weightedBy: Metric | null;
  readonly groups: readonly ClaimGroup[];
}

/** A file of claims, bound to the columns and cells of a sweep. */
export interface Claims {
  readonly name: string;
  /** As it was given. */
  readonly file: string;
  readonly claims: readonly Claim[];
}
