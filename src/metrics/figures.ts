import { InvariantError } from '../errors.js';
import type { ModelSummary, RunSummary } from './summary.js';

/** Dotted paths of the numbers in a summary: `latencySeconds.p95`. */
type NumberPaths<T> = {
  [K in keyof T & string]: T[K] extends number ? K : `${K}.${NumberPaths<T[K]>}`;
}[keyof T & string];

type FigurePath = NumberPaths<Omit<RunSummary, 'perModel' | 'gpus' | 'perGpu'>>;

/** Where one wants to be; null where neither is better as such. */
export type Better = 'higher' | 'lower' | null;

/** One figure of a run: where it stands in the summary, and how it is called elsewhere. */
export interface Figure {
  /** Where it stands in the summary JSON. */
  readonly path: FigurePath;
  /** Its column in CSV files: snake_case with the unit. */
  readonly column: string;
  /** A short name for tables. */
  readonly label: string;
  readonly unit: 's' | 'requests/s' | 'fraction' | 'requests' | 'count';
  readonly better: Better;
}

function figure(
  path: FigurePath,
  column: string,
  label: string,
  unit: Figure['unit'],
  better: Better = null,
): Figure {
  return { path, column, label, unit, better };
}

/** Every figure of a run (of one model: `MODEL_FIGURES`). Defined in docs/metrics.md. */
export const FIGURES: readonly Figure[] = [
  figure('requests.received', 'requests_received', 'received', 'requests'),
  figure('requests.processed', 'requests_processed', 'processed', 'requests', 'higher'),
  figure('requests.lost', 'requests_lost', 'lost', 'requests', 'lower'),
  figure('requests.dropped', 'requests_dropped', 'dropped', 'requests', 'lower'),
  figure('requests.leftOver', 'requests_left_over', 'left over', 'requests', 'lower'),
  figure('latencySeconds.mean', 'latency_mean_s', 'mean latency', 's', 'lower'),
  figure('latencySeconds.sd', 'latency_sd_s', 'sd of latency', 's', 'lower'),
  figure('latencySeconds.p50', 'latency_p50_s', 'p50 latency', 's', 'lower'),
  figure('latencySeconds.p90', 'latency_p90_s', 'p90 latency', 's', 'lower'),
  figure('latencySeconds.p95', 'latency_p95_s', 'p95 latency', 's', 'lower'),
  figure('latencySeconds.p99', 'latency_p99_s', 'p99 latency', 's', 'lower'),
  figure('latencySeconds.max', 'latency_max_s', 'longest latency', 's', 'lower'),
  figure('sla.seconds', 'sla_s', 'SLA', 's'),
  figure(
    'sla.attainmentProcessed',
    'attainment_processed',
    'on time / processed',
    'fraction',
    'higher',
  ),
  figure(
    'sla.attainmentReceived',
    'attainment_received',
    'on time / received',
    'fraction',
    'higher',
  ),
  figure('throughput.requestsPerSecond', 'throughput_rps', 'throughput', 'requests/s', 'higher'),
  figure(
    'throughput.inferenceRequestsPerSecond',
    'inference_throughput_rps',
    'throughput while inferring',
    'requests/s',
    'higher',
  ),
  figure('gpu.inferenceShare', 'gpu_inference_share', 'GPU inferring', 'fraction', 'higher'),
  figure('gpu.loadShare', 'gpu_load_share', 'GPU loading', 'fraction', 'lower'),
  figure('gpu.unloadShare', 'gpu_unload_share', 'GPU unloading', 'fraction', 'lower'),
  figure('gpu.writeShare', 'gpu_write_share', 'GPU held for writing', 'fraction', 'lower'),
  figure('gpu.idleShare', 'gpu_idle_share', 'GPU idle', 'fraction'),
  figure('swaps.count', 'swaps', 'swaps', 'count', 'lower'),
  figure('batches.count', 'batches', 'batches', 'count'),
  figure('batches.meanSize', 'batch_mean_size', 'mean batch', 'requests'),
  figure(
    'fairness.minAttainmentReceived',
    'fairness_min_attainment_received',
    'worst model, on time / received',
    'fraction',
    'higher',
  ),
  figure('fairness.jainIndex', 'fairness_jain_index', "Jain's index", 'fraction', 'higher'),
  figure(
    'published.overallThroughput',
    'published_overall_throughput_rps',
    'published throughput',
    'requests/s',
    'higher',
  ),
  figure(
    'published.inferenceShare',
    'published_inference_share',
    'published GPU usage',
    'fraction',
    'higher',
  ),
  figure(
    'published.meanLatencySeconds',
    'published_mean_latency_s',
    'published mean latency',
    's',
    'lower',
  ),
  figure(
    'published.p95LatencySeconds',
    'published_p95_latency_s',
    'published p95 latency',
    's',
    'lower',
  ),
  figure(
    'published.slaProcessed',
    'published_sla_processed',
    'published SLA',
    'fraction',
    'higher',
  ),
  figure(
    'published.slaReceived',
    'published_sla_received',
    'published SLA / received',
    'fraction',
    'higher',
  ),
  figure('published.lost', 'published_lost_share', 'not processed / received', 'fraction', 'lower'),
  figure('published.switchesTotal', 'published_switches', 'published switches', 'count', 'lower'),
  figure('published.batches', 'published_batches', 'published batches', 'count'),
  figure('published.totalTimeSeconds', 'published_total_time_s', 'published total time', 's'),
  figure('horizon.warmUpSeconds', 'warm_up_s', 'warm-up', 's'),
];

const MODEL_PARTS: Readonly<Record<keyof ModelSummary, true>> = {
  requests: true,
  latencySeconds: true,
  sla: true,
  batches: true,
  swaps: true,
};

/** The figures that every model has of its own, under `perModel.NAME`. */
export const MODEL_FIGURES: readonly Figure[] = FIGURES.filter((each) =>
  Object.hasOwn(MODEL_PARTS, partOf(each)),
);

function partOf({ path }: Figure): string {
  return path.slice(0, path.indexOf('.'));
}

/** A summary, or a part of one, with `Leaf` in place of every number. */
export type WithLeaves<T, Leaf> = T extends number
  ? Leaf
  : { readonly [K in keyof T]: WithLeaves<T[K], Leaf> };

/**
 * What stands at a figure's place in a summary of a run or (for `MODEL_FIGURES`) of a model.
 * @throws InvariantError if there is nothing.
 */
export function readFigure<Leaf>(
  summary: WithLeaves<RunSummary, Leaf> | WithLeaves<ModelSummary, Leaf>,
  { path }: Figure,
): Leaf {
  const dot = path.indexOf('.');
  const part: unknown = Reflect.get(summary, path.slice(0, dot));
  const value: unknown =
    typeof part === 'object' && part !== null ? Reflect.get(part, path.slice(dot + 1)) : undefined;
  if (value === undefined) throw new InvariantError('no such figure in the summary', { path });
  return value as Leaf;
}

/** The figure with this path. @throws InvariantError if there is none. */
export function figureAt(path: string): Figure {
  const found = FIGURES.find((each) => each.path === path);
  if (found === undefined) throw new InvariantError('no such figure', { path });
  return found;
}
