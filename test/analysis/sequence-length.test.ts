import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/analysis/measurement.js';
import { cellsOf } from '../../src/analysis/tee/cells.js';
import { type LengthSeries, sequenceLengthOf } from '../../src/analysis/tee/sequence-length.js';
import { latencies, load, mean, run } from './runs.js';

type Length = readonly [input: number, output: number];

const GRID: readonly Length[] = [
  [128, 128],
  [1024, 128],
  [4096, 128],
  [128, 512],
  [1024, 512],
];

/** Off, a request takes 0.1 s + 1 ms an input + 10 ms an output token; the TEE adds these. */
const ADDED = { fixed: 0.02, input: 5e-5, output: 2e-3 };

function seconds([input, output]: Length, mode: 'off' | 'cc'): number {
  const off = 0.1 + 1e-3 * input + 1e-2 * output;
  return mode === 'off' ? off : off + ADDED.fixed + ADDED.input * input + ADDED.output * output;
}

function runs(
  lengths: readonly Length[],
  noise: readonly number[] = [1],
  nominal = true,
): readonly Measurement[] {
  return lengths.flatMap(([inputTokens, outputTokens]) =>
    (['off', 'cc'] as const).flatMap((teeMode) =>
      noise.map((factor, repetition) =>
        run(`${inputTokens} ${outputTokens} ${teeMode} ${repetition}`, {
          condition: `in${inputTokens}out${outputTokens}`,
          ...{ teeMode, repetition },
          load: nominal ? load({ inputTokens, outputTokens }) : load({}),
          inputTokens: mean(inputTokens - 1 + 2 * repetition),
          outputTokens: mean(outputTokens),
          latencies: latencies({
            e2e: mean(seconds([inputTokens, outputTokens], teeMode) * factor),
          }),
        }),
      ),
    ),
  );
}

function only(measurements: readonly Measurement[]): LengthSeries {
  const found = sequenceLengthOf(cellsOf(measurements));
  expect(found).toHaveLength(1);
  return found[0] as LengthSeries;
}

function e2eFit(series: LengthSeries) {
  return series.fits.find(({ quantity }) => quantity.name === 'e2e_mean_s');
}

describe('sequence length', () => {
  it('gives back what the TEE adds, by the token', () => {
    const fit = e2eFit(only(runs(GRID)));
    expect(fit?.terms.map(({ name }) => name)).toEqual([
      'fixed',
      'per input token',
      'per output token',
    ]);
    const expected = [ADDED.fixed, ADDED.input, ADDED.output];
    for (const [at, value] of expected.entries()) {
      expect(fit?.terms[at]?.value).toBeCloseTo(value, 9);
    }
  });

  it('has standard errors from repetitions, which shrink as there are more', () => {
    const few = e2eFit(only(runs(GRID, [0.99, 1.01])));
    const many = e2eFit(only(runs(GRID, [0.99, 1.01, 0.99, 1.01, 0.99, 1.01, 0.99, 1.01])));
    const [a, b] = [few, many].map((fit) => fit?.terms[0]?.standardError ?? Number.NaN);
    expect(a).toBeGreaterThan(0);
    // Of 8 instead of 2: half the error, and 7/8 against 1/2 of the variance known.
    expect((b ?? 0) / (a ?? 0)).toBeCloseTo(0.5 * Math.sqrt(8 / 7 / 2), 6);
  });

  it('grows its standard errors where no plane fits', () => {
    const bent = runs(GRID, [0.99, 1.01]).map((each) => {
      const e2e = each.latencies.e2e?.mean ?? 0;
      const isOdd = each.teeMode === 'cc' && each.load.inputTokens === 1024;
      return { ...each, latencies: latencies({ e2e: mean(isOdd ? e2e * 1.3 : e2e) }) };
    });
    const [fit, straight] = [e2eFit(only(bent)), e2eFit(only(runs(GRID, [0.99, 1.01])))];
    expect(fit?.pValue).toBeLessThan(0.001);
    expect(straight?.pValue).toBeGreaterThan(0.9);
    expect(fit?.terms[0]?.standardError).toBeGreaterThan(
      2 * (straight?.terms[0]?.standardError ?? 0),
    );
  });

  it('leaves out a term that lengths do not tell', () => {
    const fit = e2eFit(only(runs(GRID.filter(([, output]) => output === 128))));
    expect(fit?.terms.map(({ name }) => name)).toEqual(['fixed', 'per input token']);
    expect(fit?.terms[0]?.value).toBeCloseTo(ADDED.fixed + 128 * ADDED.output, 9);
  });

  it('says why there is no fit', () => {
    const two = e2eFit(only(runs(GRID.slice(0, 2))));
    expect(two).toMatchObject({ terms: [], reason: 'fewer than 3 lengths with both modes' });
    const together: readonly Length[] = [128, 256, 512].map((each) => [each, each]);
    expect(e2eFit(only(runs(together)))?.reason).toContain('vary together');
  });

  it('compares each length with itself', () => {
    const { points } = only(runs(GRID));
    expect(points.map(({ inputTokens }) => inputTokens)).toEqual([128, 128, 1024, 1024, 4096]);
    for (const { inputTokens, outputTokens, comparisons } of points) {
      const effect = comparisons.find(({ quantity }) => quantity.name === 'e2e_mean_s')?.effect;
      const length = [inputTokens ?? 0, outputTokens ?? 0] as const;
      expect(effect?.ratio).toBeCloseTo(seconds(length, 'cc') / seconds(length, 'off'), 9);
    }
  });

  it('takes mean lengths where none are said, if they are far enough apart', () => {
    const { points } = only(runs(GRID, [1, 1], false));
    expect(points.map(({ inputTokens }) => inputTokens)).toEqual([128, 128, 1020, 1020, 4100]);
    const near: readonly Length[] = [
      [1000, 128],
      [1100, 128],
    ];
    expect(sequenceLengthOf(cellsOf(runs(near, [1], false)))).toEqual([]);
  });

  it('is of several lengths', () => {
    expect(sequenceLengthOf(cellsOf(runs(GRID.slice(0, 1))))).toEqual([]);
  });
});
