import type { Measurement } from '../measurement.js';
import { type CellLabel, cellLabels, seriesLabels } from './cell-labels.js';
import { type Cell, cellsOf, MODES } from './cells.js';
import { type ComparedCell, compareCells } from './compare.js';
import { energyQuantities } from './energy.js';
import { type Prices, priceQuantities } from './operations.js';
import { PERFORMANCE } from './quantity.js';
import { type Saturation, saturationOf } from './saturation.js';
import { type LengthSeries, sequenceLengthOf } from './sequence-length.js';
import { type Summary, summaryOf } from './summary.js';
import { cellWarnings, onTimeWarnings, powerWarnings, runWarnings } from './warnings.js';

export interface AnalysisOptions {
  readonly prices: Prices;
  /** The largest latency that is on time, s; null: that by which the runs count. */
  readonly slaSeconds: number | null;
  /** Power at and below which a GPU is idle; null: by utilisation. */
  readonly idleWatts: number | null;
}

/** What a TEE costs, section by section. */
export interface TeeAnalysis {
  readonly options: AnalysisOptions;
  readonly summary: Summary;
  readonly cells: readonly Cell[];
  readonly labelOf: CellLabel;
  readonly seriesLabelOf: ReturnType<typeof seriesLabels>;
  /** Cells that belong to no series of loads or lengths; all, if every one does. */
  readonly alone: readonly Cell[];
  readonly performance: readonly ComparedCell[];
  readonly saturation: readonly Saturation[];
  readonly sequenceLength: readonly LengthSeries[];
  readonly energy: readonly ComparedCell[];
  readonly operations: readonly ComparedCell[];
  /** By section: what has to be known to read it. */
  readonly warnings: Readonly<Record<'runs' | 'energy' | 'operations', readonly string[]>>;
}

/**
 * Analyses runs with the TEE on and off. Runs are compared within one condition, origin (measured
 * or simulated), model, GPU, layout, load and nominal lengths.
 */
export function analyzeTee(runs: readonly Measurement[], options: AnalysisOptions): TeeAnalysis {
  const { prices, slaSeconds, idleWatts } = options;
  const cells = cellsOf(runs);
  const ordered = cells.flatMap((cell) => MODES.flatMap((mode) => cell.runs[mode]));
  const labelOf = cellLabels(cells);
  const saturation = saturationOf(cells);
  const sequenceLength = sequenceLengthOf(cells);
  const seriesLabelOf = seriesLabels(
    [...saturation, ...sequenceLength].map(({ series }) => series),
  );
  const inSeries = new Set(
    [...saturation, ...sequenceLength].flatMap(({ series }) => series.cells),
  );
  const alone = cells.filter((cell) => !inSeries.has(cell));
  return {
    ...{ options, cells, labelOf, seriesLabelOf, saturation, sequenceLength },
    alone: alone.length === 0 ? cells : alone,
    summary: summaryOf(ordered, prices),
    performance: compareCells(cells, PERFORMANCE),
    energy: compareCells(cells, energyQuantities(idleWatts)),
    operations: compareCells(cells, priceQuantities(prices, slaSeconds)),
    warnings: {
      runs: [...runWarnings(ordered), ...cellWarnings(cells, labelOf)],
      energy: powerWarnings(ordered, idleWatts),
      operations: onTimeWarnings(ordered, slaSeconds),
    },
  };
}
