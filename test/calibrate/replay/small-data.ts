import type { RunFigures } from '../../../src/calibrate/replay/figures.js';
import { REPLAY_FIGURES } from '../../../src/calibrate/replay/figures.js';
import { predict } from '../../../src/calibrate/replay/prediction.js';
import type { RunReplay } from '../../../src/calibrate/replay/replay-run.js';
import type { CalibratedServer } from '../../../src/calibrate/replay/settings.js';
import type { MeasuredBatch, MeasuredRun } from '../../../src/interop/measured.js';
import { h100, resolved } from '../../timing/support.js';

export const MODELS: readonly string[] = ['granite-7b', 'gemma-7b', 'llama3-8b'];

/** The shipped profile, in one TEE mode. */
export function shippedServer(mode: 'off' | 'cc' = 'off'): CalibratedServer {
  const choice = {
    profile: 'h100-sincere',
    sha256: '',
    models: MODELS,
    mode,
    swapTimes: 'disk',
    batchTimes: 'in-experiment',
    factors: null,
  } as const;
  return { ...resolved(h100(), choice), raceProbability: null };
}

/** A measured run of which a test sets what it is about. */
export function measuredRun(parts: Partial<MeasuredRun> = {}): MeasuredRun {
  return {
    id: 'run',
    teeMode: 'off',
    strategy: 'BestBatch+Timer',
    pattern: 'gamma',
    nominalRate: 4,
    slaSeconds: 60,
    durationSeconds: 300,
    startedAt: '20241005_120000',
    requests: requestsAt([]),
    batches: [],
    ...parts,
  };
}

/** Requests that were never served. @param models of each; cycles through the three by default. */
export function requestsAt(
  arrivals: readonly number[],
  models: readonly number[] = arrivals.map((_, at) => at % MODELS.length),
): MeasuredRun['requests'] {
  return {
    arrivals: Float64Array.from(arrivals),
    models: Uint16Array.from(models),
    batches: new Int32Array(arrivals.length).fill(-1),
    latencies: new Float64Array(arrivals.length).fill(Number.NaN),
  };
}

export function batch(parts: Partial<MeasuredBatch>): MeasuredBatch {
  return {
    model: 0,
    size: 1,
    startedAt: 0,
    loadedAt: Number.NaN,
    inferenceSeconds: 1,
    writtenAt: 1,
    trigger: 'unknown',
    ...parts,
  };
}

/** Every figure with one value. */
export function figuresOf(value: number): RunFigures {
  const entries = REPLAY_FIGURES.map(({ name }) => [name, value]);
  return Object.fromEntries(entries) as RunFigures;
}

/** A replay whose seeds gave `values` for every figure, beside `measured`. */
export function replayOf(
  values: readonly number[],
  measured: number,
  run: Partial<MeasuredRun> = {},
): RunReplay {
  const entries = REPLAY_FIGURES.map((figure) => [figure.name, predict(figure, values, measured)]);
  return {
    run: measuredRun(run),
    predictions: Object.fromEntries(entries) as RunReplay['predictions'],
  };
}
