import type { MeasuredBatch, MeasuredData, MeasuredRun } from '../../../src/interop/measured.js';
import { durationQuantile } from '../../../src/random/distributions.js';
import { createRunKey } from '../../../src/random/run-key.js';
import type { UniformStream } from '../../../src/random/types.js';
import { type ProfileDocument, profileSchema } from '../../../src/timing/profile-schema.js';
import type { TeeMode } from '../../../src/timing/types.js';

export const MODELS = ['small', 'middle', 'large'] as const;

/** Durations of a made-up server: what a fit should find. */
export interface World {
  readonly a: number;
  readonly b: number;
  /** sd / mean of inference. */
  readonly inferenceCv: number;
  readonly load: readonly number[];
  readonly unload: number;
  readonly weights: readonly number[];
  readonly rate: number;
  readonly first: number;
  readonly returning: number;
  readonly swapCv: number;
  /** sd / mean of a factor of a run's swaps. */
  readonly runCv: number;
  readonly writeBase: number;
  readonly writePerRequest: number;
  readonly busyExtra: number;
  readonly busyRate: number;
  /** How much longer every swap takes when `small` was loaded last. */
  readonly afterSmall: number;
}

export const WORLD: World = {
  a: 0.7,
  b: 0.06,
  inferenceCv: 0.15,
  load: [3, 4, 5],
  unload: 0.02,
  weights: [10, 20, 40],
  rate: 5,
  first: 0.4,
  returning: 0.6,
  swapCv: 0.08,
  runCv: 0,
  writeBase: 0.01,
  writePerRequest: 0.002,
  busyExtra: 12,
  busyRate: 0.2,
  afterSmall: 1,
};

/** How one run is measured. */
export interface RunSetup {
  readonly id: string;
  readonly strategy?: string;
  readonly mode?: TeeMode;
  readonly nominalRate?: number;
  readonly slaSeconds?: number;
  readonly batches?: number;
  /** On all its swaps. */
  readonly slowness?: number;
}

const SIZES = [2, 8, 16, 32, 64];
const SPIN_SECONDS = 10;

/** A run of back-to-back batches of random models and sizes, every duration drawn from the world. */
export function measure(world: World, setup: RunSetup): MeasuredRun {
  const stream = createRunKey(setup.id, 0).stream('world');
  const busy = setup.strategy?.includes('PartialBatch') ?? false;
  const slowness = (setup.slowness ?? 1) * draw(stream, world.runCv);
  const batches: MeasuredBatch[] = [];
  const loaded: number[] = [];
  let now = 0;
  for (let k = 0; k < (setup.batches ?? 60); k += 1) {
    const model = Math.floor(stream.next() * MODELS.length);
    const size = SIZES[Math.floor(stream.next() * SIZES.length)] ?? 8;
    const swaps = loaded.at(-1) !== model;
    const spins = busy && loaded.length === 0;
    const swap = swapSeconds(world, loaded, model) * slowness * draw(stream, world.swapCv);
    const ready = swaps ? now + swap + (spins ? world.busyExtra : 0) : now;
    const work = (world.a + world.b * size) * draw(stream, world.inferenceCv);
    const inferenceSeconds = spins ? besideLoop(work, world.busyRate) : work;
    const writtenAt = ready + inferenceSeconds + world.writeBase + world.writePerRequest * size;
    const loadedAt = swaps ? ready : Number.NaN;
    batches.push({
      model,
      size,
      startedAt: now,
      loadedAt,
      inferenceSeconds,
      writtenAt,
      trigger: 'size',
    });
    if (swaps) loaded.push(model);
    now = writtenAt;
  }
  return {
    id: setup.id,
    teeMode: setup.mode ?? 'off',
    strategy: setup.strategy ?? 'BestBatch',
    pattern: 'gamma',
    nominalRate: setup.nominalRate ?? 4,
    slaSeconds: setup.slaSeconds ?? 60,
    durationSeconds: 1200,
    startedAt: '20250101_000000',
    requests: {
      arrivals: new Float64Array(0),
      models: new Uint16Array(0),
      batches: new Int32Array(0),
      latencies: new Float64Array(0),
    },
    batches,
  };
}

export function data(runs: readonly MeasuredRun[]): MeasuredData {
  return { models: MODELS, runs };
}

/** `count` runs that differ in nothing but chance and cell. */
export function runs(world: World, count: number, setup: Partial<RunSetup> = {}): MeasuredRun[] {
  return Array.from({ length: count }, (_, k) =>
    measure(world, { id: `${setup.mode ?? 'off'}-${setup.strategy ?? ''}-${k}`, ...setup }),
  );
}

/** What profiling says of the world: loads from a warm cache. */
export function baseProfile(world: World, withCc = true): ProfileDocument {
  const mode = (model: number) => ({
    batch: { profiled: { a: 1, b: 0.05 } },
    swap: { profiled: { load: { mean: world.load[model] }, unload: { mean: world.unload } } },
  });
  const model = (index: number) => ({
    weightsGiB: world.weights[index],
    bestBatch: 32,
    off: mode(index),
    ...(withCc && { cc: mode(index) }),
  });
  return profileSchema.parse({
    gpu: { memoryGiB: 80 },
    models: Object.fromEntries(MODELS.map((name, index) => [name, model(index)])),
  });
}

/** Mean of a swap after the loads so far. */
export function swapSeconds(world: World, loaded: readonly number[], model: number): number {
  const [last, before] = [loaded.at(-1), loaded.at(-2)];
  const share = last === undefined ? world.first : before === model ? world.returning : 1;
  const read = ((world.weights[model] ?? 0) * share) / world.rate;
  const unload = last === undefined ? 0 : world.unload;
  return (unload + (world.load[model] ?? 0) + read) * (last === 0 ? world.afterSmall : 1);
}

function besideLoop(work: number, rate: number): number {
  return work <= SPIN_SECONDS * rate ? work / rate : SPIN_SECONDS + work - SPIN_SECONDS * rate;
}

function draw(stream: UniformStream, cv: number): number {
  return durationQuantile('lognormal', 1, cv).at(Math.max(stream.next(), 1e-12));
}
