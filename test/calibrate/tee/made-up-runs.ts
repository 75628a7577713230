import { NO_VALUES, type Setting, type TeeRun } from '../../../src/calibrate/tee/runs.js';

export const NO_SETTING: Setting = {
  experiment: null,
  condition: null,
  model: null,
  serving: null,
  requestsPerSecond: null,
  concurrency: null,
  inputTokens: null,
  outputTokens: null,
};

/** A run of which only what is given is known. */
export function made(
  mode: TeeRun['mode'],
  setting: Partial<Setting>,
  values: Partial<TeeRun['values']>,
  pair: number | null = null,
): TeeRun {
  return {
    id: `${mode} ${JSON.stringify(setting)} ${pair}`,
    mode,
    setting: { ...NO_SETTING, ...setting },
    pair,
    gpu: null,
    values: { ...NO_VALUES, ...values },
  };
}

/** Runs of both modes in one setting, with these output throughputs, tokens/s. */
export function throughputs(
  setting: Partial<Setting>,
  off: readonly number[],
  cc: readonly number[],
  isPaired = false,
): readonly TeeRun[] {
  const runs = (mode: TeeRun['mode'], values: readonly number[]) =>
    values.map((outputTokensPerSecond, at) =>
      made(mode, setting, { outputTokensPerSecond }, isPaired ? at : null),
    );
  return [...runs('off', off), ...runs('cc', cc)];
}

/**
 * A curve whose cost has exactly this form: off steps grow as a batch does, and the TEE adds
 * perStep + perSequence · n, s.
 */
export function curve(
  concurrencies: readonly number[],
  perStep: number,
  perSequence: number,
  setting: Partial<Setting> = {},
): readonly TeeRun[] {
  return concurrencies.flatMap((concurrency) => {
    const step = 0.005 + 0.0002 * concurrency;
    const added = perStep + perSequence * concurrency;
    return throughputs(
      { ...setting, concurrency },
      [concurrency / step],
      [concurrency / (step + added)],
    );
  });
}
