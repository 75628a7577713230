import type { MeasuredMode, Measurement, ServingGroup } from '../measurement.js';
import { gpuCount } from '../measurement.js';
import { offeredRates } from './offered-rates.js';

/** What runs have in common that may be averaged, and compared with the TEE on and off. */
export interface CellKey {
  /** Measured and simulated runs are never averaged together. */
  readonly origin: Measurement['origin'];
  readonly experiment: string | null;
  readonly condition: string | null;
  readonly model: string | null;
  readonly gpu: string | null;
  /** `4 × TP 2`; null where it is not said. */
  readonly layout: string | null;
  /** Nominal, tokens. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly concurrency: number | null;
  readonly requestsPerSecond: number | null;
}

/** The TEE off, on, or not said: such runs are shown, and compared with nothing. */
export type CellMode = MeasuredMode | 'unknown';

/** In the order in which they are shown. */
export const MODES: readonly CellMode[] = ['off', 'cc', 'unknown'];

/** Runs under the same conditions, by TEE mode. */
export interface Cell {
  readonly key: CellKey;
  /** Billions of parameters. */
  readonly modelSizeB: number | null;
  readonly gpus: number | null;
  readonly runs: Readonly<Record<CellMode, readonly Measurement[]>>;
}

interface Collected {
  readonly key: CellKey;
  readonly first: Measurement;
  readonly runs: Record<CellMode, Measurement[]>;
}

/**
 * Groups runs that differ in their repetition and TEE mode alone.
 *
 * In the order of experiments as they come; within one by model size (a number: 8b before 14b;
 * unknown last), and then by load and lengths; what is equal in all of these stays in order.
 */
export function cellsOf(runs: readonly Measurement[]): readonly Cell[] {
  const rates = offeredRates(runs);
  const found = new Map<string, Collected>();
  for (const run of runs) {
    const key = keyOf(run, rates.get(run) ?? null);
    const text = keyText(key);
    const cell = found.get(text) ?? { key, first: run, runs: { off: [], cc: [], unknown: [] } };
    cell.runs[run.teeMode ?? 'unknown'].push(run);
    found.set(text, cell);
  }
  const cells = [...found.values()].map(({ key, first, runs: byMode }) => ({
    key,
    modelSizeB: first.modelSizeB,
    gpus: gpuCount(first),
    runs: {
      off: byRepetition(byMode.off),
      cc: byRepetition(byMode.cc),
      unknown: byRepetition(byMode.unknown),
    },
  }));
  return inOrder(cells);
}

/** Those that say none stay in order, at the end. */
function byRepetition(runs: readonly Measurement[]): readonly Measurement[] {
  const at = ({ repetition }: Measurement): number => repetition ?? Number.MAX_SAFE_INTEGER;
  return [...runs].sort((a, b) => at(a) - at(b));
}

function keyOf(run: Measurement, requestsPerSecond: number | null): CellKey {
  const { origin, experiment, condition, model, gpu, serving, load } = run;
  const { inputTokens, outputTokens, concurrency } = load;
  const layout = layoutOf(serving);
  return {
    ...{ origin, experiment, condition, model, gpu, layout },
    ...{ inputTokens, outputTokens, concurrency, requestsPerSecond },
  };
}

/** A text that only equal keys share: JSON would make null of an infinite rate. */
export function keyText(key: Partial<CellKey>): string {
  return JSON.stringify(Object.values(key).map((value) => (value === null ? null : String(value))));
}

function layoutOf(serving: readonly ServingGroup[]): string | null {
  if (serving.length === 0) return null;
  return serving.map(groupText).join(' + ');
}

function groupText({ role, replicas, parallelism, gpusPerReplica }: ServingGroup): string {
  const { tensor, data, pipeline, expert } = parallelism;
  const parts = Object.entries({ TP: tensor, DP: data, PP: pipeline, EP: expert })
    .filter(([name, value]) => name === 'TP' || value > 1)
    .map(([name, value]) => `${name} ${value}`);
  const own = tensor * data * pipeline === gpusPerReplica ? '' : ` on ${gpusPerReplica} GPUs`;
  return `${role === 'replica' ? '' : `${role} `}${replicas} × ${parts.join(' ')}${own}`;
}

function inOrder(cells: readonly Cell[]): readonly Cell[] {
  const experiments = [...new Set(cells.map(({ key }) => experimentText(key)))];
  const conditions = new Map<string, Condition>();
  for (const { key } of cells) {
    const text = conditionText(key);
    const { least, rank } = conditions.get(text) ?? { least: loadOf(key), rank: conditions.size };
    const isLess = compareAll(loadOf(key), least) < 0;
    conditions.set(text, { least: isLess ? loadOf(key) : least, rank });
  }
  const places = ({ key, modelSizeB }: Cell): readonly number[] => {
    const { least, rank } = conditions.get(conditionText(key)) ?? { least: [], rank: 0 };
    const experiment = experiments.indexOf(experimentText(key));
    return [experiment, modelSizeB ?? LAST, ...least, rank, ...loadOf(key)];
  };
  return [...cells].sort((a, b) => compareAll(places(a), places(b)));
}

/** What is not known comes last. */
const LAST = Number.POSITIVE_INFINITY;

/** Where a condition stands: by its least load, then as it came. */
interface Condition {
  readonly least: readonly number[];
  readonly rank: number;
}

function loadOf(key: CellKey): readonly number[] {
  const { concurrency, requestsPerSecond, inputTokens, outputTokens } = key;
  return [concurrency, requestsPerSecond, inputTokens, outputTokens].map((each) => each ?? LAST);
}

function experimentText({ origin, experiment }: CellKey): string {
  return JSON.stringify([origin, experiment]);
}

function conditionText({ origin, experiment, condition, model }: CellKey): string {
  return JSON.stringify([origin, experiment, condition, model]);
}

function compareAll(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? value;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
