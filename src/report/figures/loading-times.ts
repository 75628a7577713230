import type { SweepResults } from '../../experiment/results/types.js';
import { addedToLoad } from '../../timing/added.js';
import type { MeanSd, ModelTiming, TeeMode } from '../../timing/config.js';
import { pipelineSeconds } from '../../timing/stages.js';
import { MIDDLE } from './category-axis.js';
import { oneTimingByMode } from './cell-timing.js';
import { shownCells } from './cells.js';
import type { FigureDefinition, FigureSpec, Page } from './figure.js';
import { listed, TEE_LABELS, WRAPPED, wrapped } from './labels.js';
import { legendBelow, type Series, seriesColour } from './series.js';
import { INK, TEE_LOOKS } from './theme.js';

/** Mean and standard deviation of how long a model's load takes, in one mode. */
interface LoadRow {
  /** Which loads: the heading of the panel. */
  readonly kind: string;
  readonly model: string;
  readonly series: string;
  readonly mean: number;
  readonly sd: number;
}

const PROFILED = 'profiled';
const IN_RUNS = 'in the runs';
const BAR_HEIGHT = 9;
/** Between the bars of two models, pt. */
const BAR_GAP = 7;
/** Of a line of a label, with what parts it from the next model's, pt. */
const LINE_HEIGHT = 10;
/** Of a page, what names of models may take. */
const LABEL_SHARE = 0.25;

export const loadingTimes: FigureDefinition = {
  name: 'loading-times',
  summary: 'how long loading each model takes, CC on beside CC off: profiled and in the runs',
  reads: ['where'],
  build: async (results, options, page) => {
    const cells = shownCells(results, options.where);
    const rows = loadRows(results, cells);
    return specOf(rows, page);
  },
};

function loadRows(results: SweepResults, cells: readonly number[]): readonly LoadRow[] {
  return oneTimingByMode(results, cells, 'loading times', ({ models }) => ({
    swaps: models.map(({ swap }) => swap),
    added: models.map(({ added, weightsGiB }) => [added, weightsGiB]),
  })).flatMap(({ mode, timing, models }) => {
    const series = TEE_LABELS[mode];
    const believed = timing.believed[mode];
    return models.flatMap((model, at) => {
      const row = (kind: string, { mean, sd }: MeanSd): LoadRow => ({
        kind,
        model,
        series,
        mean,
        sd,
      });
      const own = timing.models[at];
      const profiled = believed[at]?.load;
      const loads = own === undefined ? [] : loadsOf(own, at);
      const [only] = loads.length === 1 ? loads : [];
      const same = only?.[1].mean === profiled?.mean && only?.[1].sd === profiled?.sd;
      return [
        ...(profiled === undefined ? [] : [row(PROFILED, profiled)]),
        ...(same ? [] : loads.map(([kind, load]) => row(kind, load))),
      ];
    });
  });
}

/** Loads by what came before them, as far as the form of the timing tells them apart. */
function loadsOf(own: ModelTiming, model: number): [kind: string, load: MeanSd][] {
  const { swap, added } = own;
  const onTop = addedToLoad(added, own.weightsGiB);
  const plus = ({ mean, sd }: MeanSd): MeanSd => ({ mean: mean + onTop, sd });
  const first = ({ mean, sd }: MeanSd): MeanSd => plus({ mean: mean + added.firstLoadSeconds, sd });
  if (swap.form === 'independent') {
    const differs = swap.firstLoad !== null || added.firstLoadSeconds > 0;
    return [
      [IN_RUNS, plus(swap.load)],
      ...(differs
        ? [['first of a run', first(swap.firstLoad ?? swap.load)] as [string, MeanSd]]
        : []),
    ];
  }
  if (swap.form === 'disk') {
    const { load, weightsGiB, diskGiBPerSecond, uncached, cv } = swap;
    const reading = (share: number): MeanSd => {
      const mean = load + (weightsGiB * share) / diskGiBPerSecond;
      return { mean, sd: cv * mean };
    };
    return [
      ['first of a run', first(reading(uncached.first))],
      ['model before last', plus(reading(uncached.returning))],
      ['any other', plus(reading(uncached.otherwise))],
    ];
  }
  if (swap.form === 'stages') {
    const { stages, weightsGiB, chunkGiB, cv } = swap;
    const mean = pipelineSeconds(stages, weightsGiB, chunkGiB);
    const load = { mean, sd: cv * mean };
    return [
      ['all from disk', plus(load)],
      ...(added.firstLoadSeconds > 0 ? [['first of a run', first(load)] as [string, MeanSd]] : []),
    ];
  }
  return [
    ['first of a run', first(swap.first)],
    ['model before last', plus(overLast(swap.returning, model))],
    ['any other', plus(overLast(swap.otherwise, model))],
  ];
}

/** Unweighted over the models that may have been loaded last. */
function overLast(loads: readonly MeanSd[], model: number): MeanSd {
  const others = loads.filter((_, last) => last !== model);
  const used = others.length === 0 ? loads : others;
  const mean = used.reduce((sum, load) => sum + load.mean, 0) / used.length;
  const variance =
    used.reduce((sum, load) => sum + load.sd ** 2 + (load.mean - mean) ** 2, 0) / used.length;
  return { mean, sd: Math.sqrt(variance) };
}

function specOf(rows: readonly LoadRow[], page: Page): FigureSpec {
  const modes = (['off', 'cc'] as const).filter((mode: TeeMode) =>
    rows.some(({ series }) => series === TEE_LABELS[mode]),
  );
  const series: Series = {
    labels: modes.map((mode) => TEE_LABELS[mode]),
    looks: modes.map((mode) => TEE_LOOKS[mode]),
  };
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const label = (model: string): string => wrapped(model, page.widthPoints * LABEL_SHARE);
  const models = [...new Set(rows.map(({ model }) => label(model)))];
  const lines = Math.max(...models.map((model) => model.split('\n').length));
  const height = Math.max(series.labels.length * BAR_HEIGHT + BAR_GAP, lines * LINE_HEIGHT);
  const values = rows.map(({ mean, sd, model, ...row }) => {
    return { ...row, model: label(model), mean, low: Math.max(0, mean - sd), high: mean + sd };
  });
  return {
    spec: {
      data: { values },
      facet: {
        ...{ field: 'kind', type: 'nominal', title: null, sort: kinds },
        header: { labelPadding: 3, labelAnchor: 'start' },
      },
      columns: page.columns === 1 && kinds.length === 4 ? 2 : kinds.length,
      spacing: 10,
      spec: { height: models.length * height, layer: layersOf(models, series, page) },
    },
    caption: captionOf(kinds),
  };
}

/** A bar to the mean, and over it a line from one standard deviation below to one above. */
function layersOf(models: readonly string[], series: Series, page: Page): readonly object[] {
  const both = {
    y: {
      field: 'model',
      type: 'nominal',
      title: null,
      sort: models,
      axis: { labelExpr: WRAPPED, labelOffset: MIDDLE, ticks: false, domain: false },
    },
    yOffset: { field: 'series', sort: series.labels },
  };
  const x = { type: 'quantitative', title: 'load time, s', axis: { tickCount: 4 } };
  return [
    {
      mark: { type: 'bar', height: BAR_HEIGHT - 1 },
      encoding: {
        ...both,
        x: { ...x, field: 'mean' },
        color: seriesColour(series, legendBelow(series.labels, page.widthPoints)),
      },
    },
    {
      transform: [{ filter: 'datum.high > datum.low' }],
      mark: { type: 'rule', color: INK },
      encoding: { ...both, x: { ...x, field: 'low' }, x2: { field: 'high' } },
    },
  ];
}

function captionOf(kinds: readonly string[]): string {
  const what =
    'Time to load each model, mean (bar) and one standard deviation to either side (line).';
  const profiled = kinds.includes(PROFILED)
    ? ' “profiled”: measured one load at a time, which is what schedulers believe.'
    : '';
  const runs = kinds.filter((kind) => kind !== PROFILED);
  if (runs.length === 0) return `${what}${profiled} The runs take the same.`;
  if (runs.includes(IN_RUNS)) return `${what}${profiled} “${listed(runs)}”: what the runs take.`;
  return `${what}${profiled} The runs take what depends on the loads before: the first of a run; of the model loaded before the last one, which the page cache still holds in part; of any other.`;
}
