import type { SweepResults } from '../../experiment/results/types.js';
import { addedToBatch } from '../../timing/added.js';
import { createBatchTimes } from '../../timing/batch-times.js';
import type { BatchTiming } from '../../timing/config.js';
import { type ModeTiming, oneTimingByMode } from './cell-timing.js';
import { shownCells } from './cells.js';
import type { FigureDefinition, FigureSpec, Page } from './figure.js';
import { TEE_LABELS } from './labels.js';
import { panelHeading } from './panel-heading.js';
import { legendBelow, type Series, seriesColour, seriesDash, seriesShape } from './series.js';
import { TEE_LOOKS } from './theme.js';

/** A batch of a size: what it takes, and how many requests that is each second. */
interface BatchRow {
  readonly model: string;
  readonly series: string;
  readonly size: number;
  readonly seconds: number;
  readonly rate: number;
}

/** What the runs take, and what was measured one size at a time. */
interface Profile {
  readonly runs: readonly BatchRow[];
  readonly measured: readonly BatchRow[];
  /** Whether other ratios were measured of other sizes: there the lines step. */
  readonly steps: boolean;
}

/** The largest size shown of a profile that gives neither table nor limit. */
const LARGEST = 64;
const PANEL_HEIGHT = 84;
const PANEL_GAP = 8;
/** Between rows of models: headings stand there, pt. */
const ROW_GAP = 24;
/** About what axes and gaps take beside a panel, pt. */
const AXIS_POINTS = 18;
/** Points of both modes often fall together, pt². */
const POINT_SIZE = 13;
/** Room above the largest value, so that its point is seen whole. */
const HEADROOM = 1.06;

export const batchProfile: FigureDefinition = {
  name: 'batch-profile',
  summary: 'time and throughput of a batch against its size, by model, CC on beside CC off',
  reads: ['where'],
  build: async (results, options, page) => {
    const timings = timingsOf(results, shownCells(results, options.where));
    const series: Series = {
      labels: timings.map(({ mode }) => TEE_LABELS[mode]),
      looks: timings.map(({ mode }) => TEE_LOOKS[mode]),
    };
    return specOf(profileOf(timings), series, page);
  },
};

function timingsOf(results: SweepResults, cells: readonly number[]): readonly ModeTiming[] {
  return oneTimingByMode(results, cells, 'batch times', ({ models }) => ({
    batches: models.map(({ batch }) => batch),
    added: models.map(({ added }) => [added.perBatchSeconds, added.perRequestSeconds]),
  }));
}

function profileOf(timings: readonly ModeTiming[]): Profile {
  const runs: BatchRow[] = [];
  const measured: BatchRow[] = [];
  for (const { mode, timing, models } of timings) {
    models.forEach((model, at) => {
      const series = TEE_LABELS[mode];
      const row = (size: number, seconds: number): BatchRow => ({
        model,
        series,
        size,
        seconds,
        rate: size / seconds,
      });
      const believed = timing.believed[mode][at];
      const own = timing.models[at];
      if (own === undefined) return;
      const table = believed?.batch.form === 'table' ? believed.batch : null;
      table?.sizes.forEach((size, point) => {
        const onTop = believed === undefined ? 0 : addedToBatch(believed.added, size);
        measured.push(row(size, (table.mean[point] ?? Number.NaN) + onTop));
      });
      const times = createBatchTimes(own.batch);
      const last = Math.min(times.definedUpTo, largestOf(table ?? own.batch, own.maxBatch));
      for (let size = 1; size <= last; size++) {
        runs.push(row(size, times.mean(size) + addedToBatch(own.added, size)));
      }
    });
  }
  const batches = timings.flatMap(({ timing }) => timing.models.map(({ batch }) => batch));
  const steps = batches.some((batch) => batch.form === 'line' && (batch.ratio?.length ?? 0) > 1);
  return { runs, measured, steps };
}

function largestOf(batch: BatchTiming, maxBatch: number): number {
  const table = batch.form === 'table' ? (batch.sizes.at(-1) ?? LARGEST) : LARGEST;
  return Number.isFinite(maxBatch) ? Math.min(table, maxBatch) : table;
}

function specOf(profile: Profile, series: Series, page: Page): FigureSpec {
  const { runs, measured, steps } = profile;
  const models = [...new Set(runs.map(({ model }) => model))];
  const perRow = Math.min(models.length, page.columns === 1 ? 3 : 4);
  const panels: Panels = {
    ...profile,
    series,
    legend: legendBelow(series.labels, page.widthPoints),
    width: page.widthPoints / perRow - AXIS_POINTS,
  };
  const rows = Array.from({ length: Math.ceil(models.length / perRow) }, (_, row) =>
    rowOf(models.slice(row * perRow, (row + 1) * perRow), panels),
  );
  return {
    spec: { vconcat: rows, spacing: ROW_GAP },
    caption: `Time that a batch takes and requests served each second of it, against its size, by model. Lines: means in the runs${
      measured.length === 0 ? '' : '; points: as profiled, one size at a time'
    }.${steps ? ' Lines step where another range of sizes begins, whose spread was measured apart.' : ''}`,
  };
}

/** What all panels have in common. */
interface Panels extends Profile {
  readonly series: Series;
  readonly legend: object;
  /** About, pt. */
  readonly width: number;
}

/** Two panels below one another for each of some models. */
function rowOf(models: readonly string[], panels: Panels): object {
  return {
    columns: models.length,
    align: 'all',
    bounds: 'flush',
    spacing: PANEL_GAP,
    concat: FIELDS.flatMap((field) =>
      models.map((model, at) => panelOf(model, field, at === 0, panels)),
    ),
  };
}

type Field = 'seconds' | 'rate';
const FIELDS: readonly Field[] = ['seconds', 'rate'];
const TITLES = { seconds: 'batch time, s', rate: 'throughput, requests/s' } as const;

function panelOf(model: string, field: Field, isFirst: boolean, panels: Panels): object {
  const { runs, measured, series, legend, width } = panels;
  const of = (rows: readonly BatchRow[]): object => ({
    values: rows.filter((row) => row.model === model),
  });
  const isLower = field === 'rate';
  const both = {
    x: {
      field: 'size',
      type: 'quantitative',
      title: isLower ? 'batch size, requests' : null,
      axis: { tickCount: 5, labels: isLower },
    },
    y: {
      field,
      type: 'quantitative',
      title: isFirst ? TITLES[field] : null,
      axis: { tickCount: 5, labels: isFirst },
      scale: { nice: false, domain: domainOf([...runs, ...measured], field) },
    },
    color: seriesColour(series, legend),
  };
  return {
    height: PANEL_HEIGHT,
    layer: [
      ...(isLower ? [] : [panelHeading(model, width)]),
      {
        data: of(runs),
        mark: 'line',
        encoding: { ...both, strokeDash: seriesDash(series, null) },
      },
      {
        data: of(measured),
        mark: { type: 'point', filled: true, size: POINT_SIZE },
        encoding: { ...both, shape: seriesShape(series, legend) },
      },
    ],
  };
}

function domainOf(rows: readonly BatchRow[], field: Field): readonly [number, number] {
  return [0, HEADROOM * Math.max(...rows.map((row) => row[field]).filter(Number.isFinite))];
}
