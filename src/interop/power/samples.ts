import type { PowerSamples } from '../../analysis/measurement.js';

/** What all GPUs did at one time. */
interface Sample {
  readonly seconds: number;
  readonly rows: number;
  /** Of all its rows; NaN when one does not know. */
  readonly watts: number;
  /** The mean of its rows, in [0, 1]; NaN when one does not know. */
  readonly utilization: number;
}

/** A step longer than so many usual ones is a gap. */
const GAP_STEPS = 5;

/**
 * Puts rows together that belong to one time: those until a GPU occurs again, or, where no column
 * tells GPUs apart, those with the same timestamp.
 */
export class SampleBuilder {
  readonly #samples: Sample[] = [];
  readonly #gpus = new Set<string>();
  readonly #inCurrent = new Set<string>();
  #current: Sample | null = null;

  /**
   * @param gpu its index or identifier; empty where rows do not say.
   * @param watts NaN when unknown; `utilization` likewise.
   */
  add(seconds: number, gpu: string, watts: number, utilization: number): void {
    const current = this.#current;
    const isNext =
      gpu === '' ? seconds !== current?.seconds : this.#inCurrent.has(gpu) || current === null;
    if (isNext) this.#finish();
    this.#gpus.add(gpu);
    this.#inCurrent.add(gpu);
    const {
      rows,
      watts: sum,
      utilization: mean,
      seconds: start,
    } = this.#current ?? {
      rows: 0,
      watts: 0,
      utilization: 0,
      seconds,
    };
    this.#current = {
      seconds: start,
      rows: rows + 1,
      watts: sum + watts,
      utilization: (mean * rows + utilization) / (rows + 1),
    };
  }

  /** The samples of all GPUs together, and what is to be said of them. */
  build(file: string): { readonly power: PowerSamples | null; readonly notes: readonly string[] } {
    this.#finish();
    const notes: string[] = [];
    const { gpus, samples } = this.#gpus.has('')
      ? byTimestamp(this.#samples, notes)
      : { gpus: this.#gpus.size, samples: this.#samples };
    const whole = samples.filter(({ rows, watts }) => rows === gpus && !Number.isNaN(watts));
    noteLeftOut(samples.length - whole.length, samples.length, notes);
    if (whole.length === 0) return { power: null, notes };
    const merged = mergeSameTime(whole);
    const first = merged[0]?.seconds ?? 0;
    const seconds = Float64Array.from(merged, (sample) => sample.seconds - first);
    const watts = Float64Array.from(merged, (sample) => sample.watts);
    noteGaps(seconds, notes);
    return {
      power: { file, seconds, watts, utilization: utilizationOf(merged, notes), gpus },
      notes,
    };
  }

  #finish(): void {
    if (this.#current !== null) this.#samples.push(this.#current);
    this.#current = null;
    this.#inCurrent.clear();
  }
}

/**
 * Without a column that tells GPUs apart: as many GPUs as every time has rows. Where that varies, a
 * timestamp was too coarse to tell samples of one GPU apart.
 */
function byTimestamp(
  samples: readonly Sample[],
  notes: string[],
): { readonly gpus: number; readonly samples: readonly Sample[] } {
  const gpus = samples[0]?.rows ?? 1;
  const isLastShort = (samples.at(-1)?.rows ?? 0) <= gpus;
  if (isLastShort && samples.slice(0, -1).every(({ rows }) => rows === gpus)) {
    if (gpus > 1) notes.push(`each time has ${gpus} rows: they are taken for ${gpus} GPUs`);
    return { gpus, samples };
  }
  notes.push('some times have several rows: taken for one GPU, the mean at each time');
  return {
    gpus: 1,
    samples: samples.map((sample) => ({ ...sample, rows: 1, watts: sample.watts / sample.rows })),
  };
}

/** The mean of neighbours with the same timestamp. */
function mergeSameTime(samples: readonly Sample[]): readonly Sample[] {
  const merged: Sample[] = [];
  let weight = 0;
  for (const sample of samples) {
    const last = merged.at(-1);
    if (last?.seconds !== sample.seconds) {
      merged.push(sample);
      weight = 1;
      continue;
    }
    const mean = (a: number, b: number): number => (a * weight + b) / (weight + 1);
    merged[merged.length - 1] = {
      ...last,
      watts: mean(last.watts, sample.watts),
      utilization: mean(last.utilization, sample.utilization),
    };
    weight++;
  }
  return merged;
}

function utilizationOf(samples: readonly Sample[], notes: string[]): Float64Array | null {
  const unknown = samples.filter(({ utilization }) => Number.isNaN(utilization)).length;
  if (unknown === 0) return Float64Array.from(samples, ({ utilization }) => utilization);
  if (unknown < samples.length) {
    notes.push(`utilization: left out, as ${unknown} of ${samples.length} samples do not know it`);
  }
  return null;
}

function noteLeftOut(count: number, of: number, notes: string[]): void {
  if (count === of) notes.push('power: unknown, as no sample states that of all GPUs');
  else if (count > 0) {
    notes.push(`${count} of ${of} samples left out, as they lack the power of a GPU`);
  }
}

function noteGaps(seconds: Float64Array, notes: string[]): void {
  const steps = seconds.slice(1).map((at, index) => at - (seconds[index] ?? 0));
  const usual = steps.toSorted()[Math.floor(steps.length / 2)] ?? 0;
  const gaps = steps.filter((step) => step > GAP_STEPS * usual);
  if (gaps.length === 0) return;
  const longest = gaps.reduce((most, gap) => Math.max(most, gap), 0);
  notes.push(
    `${gaps.length} gaps between samples, the longest ${longest.toPrecision(3)} s instead of ${usual.toPrecision(3)} s`,
  );
}
