import type { Measurement, PowerSamples } from '../measurement.js';
import type { Quantity } from './quantity.js';
import { medianOf } from './spread.js';

/** Samples may miss, or exceed, the run by so many steps of theirs or this share of it. */
const EDGE_STEPS = 2;
const EDGE_SHARE = 0.05;

/** What a run took from the wall socket of its GPUs. */
export interface RunEnergy {
  /** From the first sample to the last, s. */
  readonly spanSeconds: number;
  /** Over the run; null where the samples miss a part of it. */
  readonly joules: number | null;
  /** Over the time of the samples. */
  readonly meanWatts: number;
  /** Of the time of the samples, [0, 1]; null where nothing tells idle from busy. */
  readonly idleShare: number | null;
  /** Over the time of the samples. */
  readonly idleJoules: number | null;
  /** What a reader has to know of it; empty: the samples cover the run. */
  readonly notes: readonly string[];
}

/**
 * Energy by the trapezoid rule over the samples of power. Sampling begins and ends with the run: at
 * which moments the run itself did, no source says. What the samples leave out at its ends, up to
 * two steps of theirs or 5 % of it, gets the mean of the first and the last sample. Where they miss
 * more, the energy of the run is not known. Where they go on for more, that counts too, and is
 * said.
 *
 * Idle is a sample with utilisation 0, or with power up to `idleWatts` if that is given; it stands
 * for half of the time to each of its neighbours.
 * @returns null without at least two samples.
 */
export function energyOf(
  power: PowerSamples,
  durationSeconds: number | null,
  idleWatts: number | null,
): RunEnergy | null {
  const { seconds, watts } = power;
  const spanSeconds = (seconds.at(-1) ?? 0) - (seconds[0] ?? 0);
  if (seconds.length < 2 || !(spanSeconds > 0)) return null;
  const shares = sharesOf(seconds);
  const measured = sum(shares, (share, at) => share * (watts[at] ?? Number.NaN));
  const isIdle = idleTest(power, idleWatts);
  const idle = isIdle === null ? null : shares.map((share, at) => (isIdle(at) ? share : 0));
  const ends = ((watts[0] ?? Number.NaN) + (watts.at(-1) ?? Number.NaN)) / 2;
  const missing = durationSeconds === null ? 0 : durationSeconds - spanSeconds;
  const edge = edgeOf(seconds, durationSeconds ?? 0);
  return {
    spanSeconds,
    joules: missing > edge ? null : measured + Math.max(0, missing) * ends,
    meanWatts: measured / spanSeconds,
    idleShare: idle === null ? null : sum(idle, (share) => share) / spanSeconds,
    idleJoules: idle === null ? null : sum(idle, (share, at) => share * (watts[at] ?? Number.NaN)),
    notes: notesOf(durationSeconds, spanSeconds, edge),
  };
}

/** The time that each sample stands for: with it the sum over samples is the trapezoid rule. */
function sharesOf(seconds: Float64Array): readonly number[] {
  return Array.from(seconds, (at, sample) => {
    const before = seconds[sample - 1] ?? at;
    const after = seconds[sample + 1] ?? at;
    return (after - before) / 2;
  });
}

function idleTest(
  { watts, utilization }: PowerSamples,
  idleWatts: number | null,
): ((sample: number) => boolean) | null {
  if (idleWatts !== null) return (sample) => (watts[sample] ?? Number.NaN) <= idleWatts;
  return utilization === null ? null : (sample) => utilization[sample] === 0;
}

function edgeOf(seconds: Float64Array, durationSeconds: number): number {
  const steps = Array.from(seconds.subarray(1), (at, sample) => at - (seconds[sample] ?? at));
  return Math.max(EDGE_STEPS * medianOf(steps), EDGE_SHARE * durationSeconds);
}

function notesOf(
  durationSeconds: number | null,
  spanSeconds: number,
  edge: number,
): readonly string[] {
  const span = spanSeconds.toFixed(1);
  if (durationSeconds === null) {
    return [`the run's duration is not known: all ${span} s of samples count as the run`];
  }
  const duration = durationSeconds.toFixed(1);
  if (durationSeconds - spanSeconds > edge) {
    return [`samples of ${span} s miss a part of the run of ${duration} s: no energy of the run`];
  }
  if (spanSeconds - durationSeconds > edge) {
    return [`samples of ${span} s go beyond the run of ${duration} s, and all of them count`];
  }
  return [];
}

/**
 * Energy quantities of runs.
 * @param idleWatts null: idle is a utilisation of 0.
 */
export function energyQuantities(idleWatts: number | null): readonly Quantity[] {
  const of = (
    name: string,
    label: string,
    unit: string,
    read: (energy: RunEnergy, run: Measurement) => number | null,
    factor = 1,
  ): Quantity => ({
    ...{ name, label, unit, factor },
    read: (run) => {
      const energy =
        run.power === null ? null : energyOf(run.power, run.durationSeconds, idleWatts);
      return energy === null ? null : read(energy, run);
    },
  });
  return [
    of('energy_j', 'energy', 'kJ', ({ joules }) => joules, 1e-3),
    of('joules_per_request', 'energy per request', 'J', ({ joules }, { requests }) =>
      quotient(joules, requests.completed),
    ),
    of('output_tokens_per_joule', 'energy efficiency', 'tokens/J', ({ joules }, run) =>
      quotient(outputTokensOf(run), joules),
    ),
    of('mean_watts', 'mean power', 'W', ({ meanWatts }) => meanWatts),
    of('idle_share', 'idle time', '%', ({ idleShare }) => idleShare, 100),
    of('idle_energy_j', 'idle energy', 'kJ', ({ idleJoules }) => idleJoules, 1e-3),
  ];
}

/** Tokens that were written: as counted, else by the rate. */
function outputTokensOf(run: Measurement): number | null {
  return (
    run.totalOutputTokens ?? product(run.throughput.outputTokensPerSecond, run.durationSeconds)
  );
}

/** Null where a part is not known. */
export function product(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a * b;
}

/** Null where a part is not known, or nothing is divided by. */
export function quotient(a: number | null, b: number | null): number | null {
  return a === null || b === null || !(b > 0) ? null : a / b;
}

function sum(values: readonly number[], of: (value: number, at: number) => number): number {
  return values.reduce((total, value, at) => total + of(value, at), 0);
}
