import { expect, it } from 'vitest';
import { calibrateTee } from '../../../src/calibrate/tee/calibration.js';
import { made } from './made-up-runs.js';

function lengths(...each: readonly number[]) {
  return each.flatMap((inputTokens) => {
    const off = 0.02 + 0.0001 * inputTokens;
    const setting = { inputTokens, concurrency: 1 };
    return [
      made('off', setting, { ttftSeconds: off }),
      made('cc', setting, { ttftSeconds: off + 0.004 + 0.00001 * inputTokens }),
    ];
  });
}

it('what the TEE adds to the first token is fixed, and per token of the prompt', () => {
  const { prefill } = calibrateTee(lengths(128, 1024, 4096), null);
  expect(prefill).toHaveLength(1);
  expect(prefill[0]?.label).toBe('concurrency 1');
  expect(prefill[0]?.fixedSeconds.value).toBeCloseTo(0.004, 12);
  expect(prefill[0]?.perTokenSeconds.value).toBeCloseTo(0.00001, 14);
  expect(prefill[0]?.points.map(({ inputTokens }) => inputTokens)).toEqual([128, 1024, 4096]);
});

it('nothing is said of it with prompts of one length', () => {
  expect(calibrateTee(lengths(128), null).prefill).toEqual([]);
});

it('runs at other concurrencies are another line', () => {
  const other = lengths(128, 1024).map((run) => ({
    ...run,
    setting: { ...run.setting, concurrency: 8 },
  }));
  const { prefill } = calibrateTee([...lengths(128, 1024), ...other], null);
  expect(prefill.map(({ label }) => label)).toEqual(['concurrency 1', 'concurrency 8']);
});
