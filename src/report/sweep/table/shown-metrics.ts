import type { SweepDescription } from '../../../experiment/store/types.js';
import type { Metric } from '../../../experiment/sweep/types.js';
import type { Figure } from '../../../metrics/figures.js';
import { titleOf } from '../../format.js';
import { HEADLINE } from '../../headline.js';

/** A metric in a table for a terminal. */
export interface ShownMetric {
  readonly head: string;
  readonly metric: Metric;
  readonly unit: Figure['unit'];
}

/** As many columns of numbers fit beside the cells' settings. */
const MOST = HEADLINE.length;

/** The metrics that a reader looks at first, of those that the sweep has; else its first ones. */
export function shownMetrics({ metrics }: SweepDescription): readonly ShownMetric[] {
  const headline = HEADLINE.flatMap(([head, { path }]) =>
    metrics.filter((metric) => metric.path === path).map((metric) => shown(metric, head)),
  );
  return headline.length > 0 ? headline : metrics.slice(0, MOST).map((metric) => shown(metric));
}

/** Metrics are figures, of the run or of a model: they have a figure's unit. */
function shown(metric: Metric, head?: string): ShownMetric {
  const unit = metric.unit as Figure['unit'];
  return { head: head ?? titleOf({ label: metric.label, unit }), metric, unit };
}
