import type { MeasuredMode, Measurement, ServingGroup } from '../../analysis/measurement.js';

/** What is compared with the TEE on and off. Throughput in tokens/s, times in s. */
export const MEASURES = [
  { name: 'outputTokensPerSecond', label: 'output throughput' },
  { name: 'ttftSeconds', label: 'mean TTFT' },
  { name: 'tpotSeconds', label: 'mean TPOT' },
  { name: 'itlSeconds', label: 'mean ITL' },
  { name: 'e2eSeconds', label: 'mean E2E latency' },
] as const;
export type MeasureName = (typeof MEASURES)[number]['name'];

/** What two runs must have in common to be compared. Null: not said. */
export interface Setting {
  readonly experiment: string | null;
  readonly condition: string | null;
  readonly model: string | null;
  /** Replicas and how the model is cut, as text. */
  readonly serving: string | null;
  readonly requestsPerSecond: number | null;
  readonly concurrency: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** A run with the TEE on or off. */
export interface TeeRun {
  /** For messages. */
  readonly id: string;
  readonly mode: MeasuredMode;
  readonly setting: Setting;
  /**
   * What ties it to one run of the other mode: the replication of a simulation, whose random draws
   * are the same in both modes, or the row of a table of pairs. Null: its noise is its own.
   */
  readonly pair: number | null;
  readonly gpu: string | null;
  /** Each > 0; null where it is not known. */
  readonly values: Readonly<Record<MeasureName, number | null>>;
}

export const NO_VALUES: TeeRun['values'] = {
  outputTokensPerSecond: null,
  ttftSeconds: null,
  tpotSeconds: null,
  itlSeconds: null,
  e2eSeconds: null,
};

/** Lengths that a source only tells by their mean count as the same within this, tokens. */
const LENGTH_STEP = 10;

/** The runs among measurements; without those of which the mode is not known. */
export function teeRuns(measurements: readonly Measurement[]): readonly TeeRun[] {
  const rates = simulatedRates(measurements);
  return measurements.flatMap((each) => {
    if (each.teeMode === null) return [];
    const rate = rates.get(each.source.file) ?? each.load.requestsPerSecond;
    return [runOf(each, each.teeMode, rate)];
  });
}

/**
 * By file, the rate that stands for all replications of a simulation: that of the first. What
 * arrives differs from one to the next, but not between the modes.
 */
function simulatedRates(measurements: readonly Measurement[]): ReadonlyMap<string, number | null> {
  const first = new Map<string, Measurement>();
  for (const each of measurements.filter(({ origin }) => origin === 'simulated')) {
    const { file } = each.source;
    const before = first.get(file)?.repetition ?? Number.POSITIVE_INFINITY;
    if ((each.repetition ?? 0) < before) first.set(file, each);
  }
  return new Map([...first].map(([file, { load }]) => [file, load.requestsPerSecond]));
}

function runOf(measurement: Measurement, mode: MeasuredMode, rate: number | null): TeeRun {
  const { id, origin, repetition, gpu, throughput, latencies } = measurement;
  return {
    id,
    mode,
    setting: { ...settingOf(measurement), requestsPerSecond: rate },
    pair: origin === 'simulated' ? repetition : null,
    gpu,
    values: {
      outputTokensPerSecond: positive(throughput.outputTokensPerSecond),
      ttftSeconds: positive(latencies.ttft?.mean),
      tpotSeconds: positive(latencies.tpot?.mean),
      itlSeconds: positive(latencies.itl?.mean),
      e2eSeconds: positive(latencies.e2e?.mean),
    },
  };
}

/** Of no request there is no latency, and of none that ends no throughput: no ratio either. */
function positive(value: number | null | undefined): number | null {
  return value != null && Number.isFinite(value) && value > 0 ? value : null;
}

function settingOf(measurement: Measurement): Setting {
  const { experiment, condition, model, serving, load, inputTokens } = measurement;
  const meanInput = inputTokens?.mean ?? null;
  return {
    experiment,
    condition,
    model,
    serving: serving.length === 0 ? null : serving.map(groupText).join(' + '),
    requestsPerSecond: load.requestsPerSecond,
    concurrency: load.concurrency,
    // Prompts are given, so that their mean is the same in both modes; how long answers become
    // is up to the model, and two modes would hardly ever agree.
    inputTokens:
      load.inputTokens ??
      (meanInput === null ? null : Math.round(meanInput / LENGTH_STEP) * LENGTH_STEP),
    outputTokens: load.outputTokens,
  };
}

function groupText({ role, replicas, parallelism }: ServingGroup): string {
  const { tensor, data, pipeline, expert } = parallelism;
  const cut = [
    `TP ${tensor}`,
    ...(data > 1 ? [`DP ${data}`] : []),
    ...(pipeline > 1 ? [`PP ${pipeline}`] : []),
    ...(expert > 1 ? [`EP ${expert}`] : []),
  ];
  return `${replicas} × ${cut.join(' ')}${role === 'replica' ? '' : ` ${role}`}`;
}

/** The parts of a setting that are known, for a reader; `leaveOut` those that vary around it. */
export function settingText(setting: Setting, leaveOut: readonly (keyof Setting)[] = []): string {
  const words: Readonly<Record<keyof Setting, (value: string) => string>> = {
    experiment: (value) => value,
    condition: (value) => value,
    model: (value) => value,
    serving: (value) => value,
    requestsPerSecond: (value) =>
      value === 'Infinity'
        ? 'as fast as possible'
        : `${Number(Number(value).toPrecision(4))} requests/s`,
    concurrency: (value) => `concurrency ${value}`,
    inputTokens: (value) => `${value} input tokens`,
    outputTokens: (value) => `${value} output tokens`,
  };
  const known = (Object.keys(words) as (keyof Setting)[]).flatMap((key) => {
    const value = setting[key];
    return value === null || leaveOut.includes(key) ? [] : [words[key](String(value))];
  });
  return known.length === 0 ? 'all runs' : known.join(', ');
}
