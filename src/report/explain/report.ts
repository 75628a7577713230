import type { Explanation } from '../../experiment/explain/explain.js';

/** An explanation and what it is of. */
export interface ExplainReport extends Explanation {
  /** The scenario's name. */
  readonly name: string;
  /** Settings of the ends as they were given; empty: the scenario as it is. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** The settings of an end, for a heading. */
export function endName(settings: readonly string[]): string {
  return settings.length === 0 ? 'as it is' : settings.join(', ');
}

/** What a metric of processed requests alone has to be read with. */
export const CONDITIONAL_NOTE =
  'conditional on survival: processed requests only, so losing old ones improves it';
