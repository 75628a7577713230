import type { Estimate } from '../metrics/estimate.js';
import type { Figure, WithLeaves } from '../metrics/figures.js';
import type { GpuSummary } from '../metrics/summary.js';
import type { Scenario } from '../scenario/types.js';
import { formatValue, printable } from './format.js';
import { renderTable } from './text-table.js';

type Placement = Scenario['server']['placement'];

/** A column: what stands where in the summary of a GPU, and how it is written. */
interface GpuColumn {
  readonly head: string;
  readonly of: (gpu: WithLeaves<GpuSummary, number | Estimate>) => number | Estimate;
  readonly unit: Figure['unit'];
}

const COLUMNS: readonly GpuColumn[] = [
  { head: 'processed', of: (each) => each.requests.processed, unit: 'requests' },
  { head: 'batches', of: (each) => each.batches.count, unit: 'count' },
  { head: 'swaps', of: (each) => each.swaps.count, unit: 'count' },
  { head: 'inferring %', of: (each) => each.gpu.inferenceShare, unit: 'fraction' },
  { head: 'loading %', of: (each) => each.gpu.loadShare, unit: 'fraction' },
  { head: 'idle %', of: (each) => each.gpu.idleShare, unit: 'fraction' },
];

/** What is said of several GPUs besides what they did. */
export interface GpuHeader {
  readonly count: number;
  readonly placement: Placement;
}

/**
 * Several GPUs, a line each.
 * @param summaries by number.
 * @param models by index.
 */
export function gpuTable(
  { placement }: GpuHeader,
  summaries: Readonly<Record<string, WithLeaves<GpuSummary, number | Estimate>>>,
  models: readonly string[],
): string {
  const named = NAMED[placement.kind];
  const rows = Object.entries(summaries).map(([gpu, summary]) => [
    gpu,
    ...named.map(({ of }) => of(placement, Number(gpu), models)),
    ...COLUMNS.map(({ of, unit }) => valueText(of(summary), unit)),
  ]);
  const head = ['GPU', ...[...named, ...COLUMNS].map((column) => column.head)];
  return renderTable({ head, rows, textColumns: placement.kind === 'free' ? 1 : 2 });
}

/** A column that says what the GPU is for. */
interface NamedColumn {
  readonly head: string;
  readonly of: (placement: Placement, gpu: number, models: readonly string[]) => string;
}

const MODELS: NamedColumn = {
  head: 'models',
  of: (placement, gpu, models) =>
    placement.kind === 'free'
      ? ''
      : models
          .filter((_, model) => placement.gpusOf[model]?.includes(gpu))
          .map(printable)
          .join(' '),
};

/** Busy seconds per second that are expected without swaps. */
const LOAD: NamedColumn = {
  head: 'expected load %',
  of: (placement, gpu) =>
    placement.kind === 'partitioned'
      ? formatValue(placement.loads[gpu] ?? Number.NaN, 'fraction')
      : '',
};

const NAMED: Readonly<Record<Placement['kind'], readonly NamedColumn[]>> = {
  free: [],
  pinned: [MODELS],
  partitioned: [MODELS, LOAD],
};

function valueText(value: number | Estimate, unit: Figure['unit']): string {
  return typeof value === 'number'
    ? formatValue(value, unit, 1)
    : formatValue(value.mean, unit, value.n);
}

/** Which GPUs serve each model, by its name. */
export function placementJson(placement: Placement, models: readonly string[]): object {
  if (placement.kind === 'free') return { kind: 'free' };
  const { gpusOf, ...rest } = placement;
  const named = models.map((name, model) => [name, gpusOf[model]]);
  return { ...rest, gpusOf: Object.fromEntries(named) };
}
