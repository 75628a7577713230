import { expect, it } from 'vitest';
import { matchRuns } from '../../../src/calibrate/tee/match.js';
import { ratiosBy } from '../../../src/calibrate/tee/ratios.js';
import { NormalSampler } from '../../../src/random/normal-sampler.js';
import { Sfc32Stream } from '../../../src/random/sfc32.js';
import { throughputs } from './made-up-runs.js';

/*
 * How often the interval of a ratio holds the true one, 0.9, over made-up repetitions. The numbers
 * are quoted in docs/tee-calibration.md.
 */

const DRAWS = 4000;
const TRUE_RATIO = 0.9;

/** A throughput with mean 1 in the sense that the ratio is of: the geometric mean. */
const NOISES = {
  'in proportion, 5 %': (z: number) => Math.exp(0.05 * z),
  'in proportion, 20 %': (z: number) => Math.exp(0.2 * z),
  // Its geometric mean is not 1, but it is the same factor in both modes.
  'normal, 10 %': (z: number) => 1 + 0.1 * z,
};
type Noise = keyof typeof NOISES;

/** The share of draws in which the interval holds the true ratio. */
function coverage(noise: Noise, repetitions: number, ccNoise: number, settings = 1): number {
  const sampler = new NormalSampler(new Sfc32Stream(repetitions, settings, 6));
  const draw = (scale: number) => NOISES[noise](scale * sampler.next());
  let held = 0;
  for (let at = 0; at < DRAWS; at++) {
    const runs = Array.from({ length: settings }, (_, concurrency) =>
      throughputs(
        { concurrency },
        Array.from({ length: repetitions }, () => draw(1)),
        Array.from({ length: repetitions }, () => TRUE_RATIO * draw(ccNoise)),
      ),
    ).flat();
    const [low, high] = ratiosBy(matchRuns(runs).settings, 'overall')[0]?.ci95 ?? [1, 0];
    if (low <= TRUE_RATIO && TRUE_RATIO <= high) held++;
  }
  return held / DRAWS;
}

it('holds the true ratio about as often as it says, from two repetitions on', () => {
  const noises = Object.keys(NOISES) as Noise[];
  const rows = noises.flatMap((noise) =>
    [2, 3, 5, 10].map((repetitions) => {
      const share = coverage(noise, repetitions, 1);
      return `${noise}, n = ${repetitions}: ${(100 * share).toFixed(1)} %`;
    }),
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      "in proportion, 5 %, n = 2: 98.0 %",
      "in proportion, 5 %, n = 3: 96.2 %",
      "in proportion, 5 %, n = 5: 95.9 %",
      "in proportion, 5 %, n = 10: 95.2 %",
      "in proportion, 20 %, n = 2: 98.0 %",
      "in proportion, 20 %, n = 3: 96.2 %",
      "in proportion, 20 %, n = 5: 95.9 %",
      "in proportion, 20 %, n = 10: 95.2 %",
      "normal, 10 %, n = 2: 97.8 %",
      "normal, 10 %, n = 3: 96.0 %",
      "normal, 10 %, n = 5: 96.0 %",
      "normal, 10 %, n = 10: 95.4 %",
    ]
  `);
  for (const row of rows) {
    const share = Number(/: ([\d.]+) %/.exec(row)?.[1]);
    // The error of 4,000 draws is 0.7 points at most (2 sd); Welch with two repetitions errs on
    // the safe side.
    expect(share).toBeGreaterThan(94);
    expect(share).toBeLessThan(99.5);
  }
}, 60_000);

it('holds it with other noise in either mode, and over several settings', () => {
  const shares = {
    'cc with half the noise, n = 3': coverage('in proportion, 5 %', 3, 0.5),
    'cc with twice the noise, n = 3': coverage('in proportion, 5 %', 3, 2),
    'four settings, n = 3': coverage('in proportion, 5 %', 3, 1, 4),
    'four settings, n = 2': coverage('in proportion, 5 %', 2, 1, 4),
  };
  expect(shares).toMatchInlineSnapshot(`
    {
      "cc with half the noise, n = 3": 0.94925,
      "cc with twice the noise, n = 3": 0.955,
      "four settings, n = 2": 0.98375,
      "four settings, n = 3": 0.9655,
    }
  `);
  for (const share of Object.values(shares)) {
    expect(share).toBeGreaterThan(0.94);
    expect(share).toBeLessThan(0.99);
  }
}, 60_000);
