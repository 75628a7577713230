import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { numbersOf } from '../../../src/timing/tee/effects.js';
import { lossesBeside } from '../../../src/timing/tee/evidence.js';
import type { Effect } from '../../../src/timing/tee/preset-schema.js';
import { composed, shipped } from './support.js';

/** Measurements that the presets are made of, where they are at hand: not part of the repository. */
const FOLDER = [process.env['SEALSIM_DATA'], join(import.meta.dirname, '../../../../shared/data')]
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'tee'))
  .find((folder) => existsSync(join(folder, 'ispass25')));

type Row = Readonly<Record<string, string>>;

function rows(file: string, separator = ','): readonly Row[] {
  const [head = '', ...lines] = readFileSync(join(FOLDER ?? '', file), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = head.split(separator);
  return lines.map((line) =>
    Object.fromEntries(line.split(separator).map((cell, at) => [names[at] ?? '', cell])),
  );
}

const number = (row: Row | undefined, name: string): number => Number(row?.[name]);

function numbers(effect: Effect | undefined): Readonly<Record<string, number>> {
  const found = effect === undefined ? [] : numbersOf(effect);
  return Object.fromEntries(found.map(({ path, quantity }) => [path, quantity?.value ?? NaN]));
}

/** Weighted least squares of y = a + b·x. */
function fitted(points: readonly (readonly [x: number, y: number, weight: number])[]) {
  const sum = (of: (x: number, y: number) => number) =>
    points.reduce((total, [x, y, weight]) => total + weight * of(x, y), 0);
  const all = sum(() => 1);
  const [meanX, meanY] = [sum((x) => x) / all, sum((_, y) => y) / all];
  const slope = sum((x, y) => (x - meanX) * (y - meanY)) / sum((x) => (x - meanX) * (x - meanX));
  return { slope, intercept: meanY - slope * meanX };
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

function within(value: number | undefined, expected: number, share: number): void {
  expect(Math.abs((value ?? NaN) / expected - 1)).toBeLessThan(share);
}

// Skipped where the measurements are not at hand (SEALSIM_DATA names their folder).
describe.skipIf(FOLDER === undefined)('numbers of presets, from the measurements', () => {
  const { effects } = shipped('ispass25-hopper').document;

  it.each([
    ['transfer-pinned-h2d', 'pin-bandwidth-hd'],
    ['transfer-pageable-h2d', 'bandwidth-page-hd'],
    ['transfer-pinned-d2h', 'pin-bandwidth-dh'],
    ['transfer-pageable-d2h', 'bandwidth-page-dh'],
  ])('%s is the fit on fig 4', (name, file) => {
    const said = numbers(effects[name]);
    for (const [mode, prefix] of [['off', 'nor'] as const, ['cc', 'cc'] as const]) {
      const points = rows(`ispass25/fig4_${prefix}_${file}.csv`).map((row) => {
        const seconds = number(row, 'size') / number(row, 'bw') / 1e9;
        return [number(row, 'size'), seconds, 1 / seconds ** 2] as const;
      });
      const { slope, intercept } = fitted(points);
      within(said[`${mode}.fixedSeconds`], intercept, 0.03);
      within(said[`${mode}.gigabytesPerSecond`], 1 / slope / 1e9, 0.005);
    }
  });

  it.each([
    ['step-vllm-bf16', 'throughput-vllm-bf16', 'nonquant'],
    ['step-vllm-awq', 'throughput-vllm-awq', 'quant'],
  ])('%s is the fit on fig 14', (step, throughput, quantisation) => {
    const runs = rows('ispass25/fig14_medians_per_run.tsv', '\t').filter(
      (row) => row['Backend'] === 'vllm' && row['Model'] === quantisation,
    );
    const pairs = runs
      .filter((row) => row['CC_mode'] === 'off')
      .filter((row) => quantisation === 'quant' || row['batch_size'] !== '8')
      .map((off) => {
        const same = (row: Row, name: string): boolean => row[name] === off[name];
        const cc = runs.find(
          (row) => row['CC_mode'] === 'on' && same(row, 'batch_size') && same(row, 'input_length'),
        );
        return { off, cc };
      });
    const { slope, intercept } = fitted(
      pairs.map(({ off, cc }) => {
        const longer = (number(cc, 'gen_time') - number(off, 'gen_time')) / 150;
        return [number(off, 'batch_size'), longer, 1] as const;
      }),
    );
    const said = numbers(effects[step]);
    within(said['perStepSeconds'], intercept, 0.002);
    within(said['perSequenceSeconds'], slope, 0.002);
    const evidence = effects[throughput];
    const points = evidence?.kind === 'throughput' ? evidence.points : [];
    expect(points).toHaveLength(pairs.length);
    for (const { off, cc } of pairs) {
      const point = points.find(
        ({ concurrency, inputTokens }) =>
          concurrency === number(off, 'batch_size') && inputTokens === number(off, 'input_length'),
      );
      expect(point?.loss).toBeCloseTo(1 - number(cc, 'real') / number(off, 'real'), 4);
    }
  });

  it('step-hf is the mean over batches of 1 to 32 in fig 14, and the losses are those of all', () => {
    const runs = rows('ispass25/fig14_medians_per_run.tsv', '\t').filter(
      (row) => row['Backend'] === 'hf' && row['Model'] === 'nonquant',
    );
    const isAnomalous = (row: Row): boolean =>
      row['batch_size'] === '1' && row['input_length'] === '512';
    const pairs = runs
      .filter((row) => row['CC_mode'] === 'off' && !isAnomalous(row))
      .map((off) => {
        const isSame = (row: Row, name: string): boolean => row[name] === off[name];
        const cc = runs.find(
          (row) =>
            row['CC_mode'] === 'on' && isSame(row, 'batch_size') && isSame(row, 'input_length'),
        );
        return { off, cc, size: number(off, 'batch_size'), input: number(off, 'input_length') };
      });
    const longer = pairs
      .filter(({ size }) => size <= 32)
      .map(({ off, cc }) => (number(cc, 'gen_time') - number(off, 'gen_time')) / 150);
    expect(longer).toHaveLength(23);
    const mean = longer.reduce((sum, each) => sum + each, 0) / 23;
    const error = Math.sqrt(longer.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 22 / 23);
    const step = effects['step-hf'];
    if (step?.kind !== 'step') throw new Error('no step-hf');
    within(step.perStepSeconds.value, mean, 0.001);
    // t of 22 degrees of freedom.
    within(step.perStepSeconds.low, mean - 2.0739 * error, 0.001);
    within(step.perStepSeconds.high, mean + 2.0739 * error, 0.001);
    const evidence = effects['throughput-hf'];
    const points = evidence?.kind === 'throughput' ? evidence.points : [];
    expect(points.map(({ concurrency, inputTokens }) => [concurrency, inputTokens])).toEqual(
      pairs.map(({ size, input }) => [size, input]),
    );
    for (const [at, { off, cc }] of pairs.entries()) {
      expect(points[at]?.offTokensPerSecond).toBeCloseTo(number(off, 'real'), 2);
      expect(points[at]?.loss).toBeCloseTo(1 - number(cc, 'real') / number(off, 'real'), 4);
    }
  });

  it('kernels and allocations are geometric means', () => {
    const kernels = rows('ispass25/fig10_sum-kern_sum_nog.csv').map(
      (row) => number(row, 'cc-nor') / number(row, 'nor-nor'),
    );
    within(numbers(effects['kernel'])['ratio'], geometricMean(kernels), 0.001);
    const base = new Map(rows('ispass25/fig6_base-alloc.csv').map((row) => [row['App'], row]));
    const cc = rows('ispass25/fig6_cc-alloc.csv');
    for (const [path, column] of [
      ['deviceRatio', 'gmalloc'],
      ['hostRatio', 'hmalloc'],
      ['freeRatio', 'free'],
    ] as const) {
      const ratios = cc
        .map((row) => number(row, column) / number(base.get(row['App']), column))
        .filter((each) => Number.isFinite(each) && each > 0);
      within(numbers(effects['allocation'])[path], geometricMean(ratios), 0.002);
      // All of them, or of freeing, which has extremes, the middle half.
      const sorted = ratios.toSorted((a, b) => a - b);
      const at = (share: number): number => {
        const place = share * (sorted.length - 1);
        const [below = NaN, above = below] = sorted.slice(Math.floor(place));
        return below + (place % 1) * (above - below);
      };
      const ends = column === 'free' ? [at(0.25), at(0.75)] : [at(0), at(1)];
      const allocation = effects['allocation'];
      const said = allocation?.kind === 'allocation' ? allocation[path] : undefined;
      within(said?.low, ends[0] ?? NaN, 0.005);
      within(said?.high, ends[1] ?? NaN, 0.005);
    }
  });

  it('the step cost of SGLang is solved at concurrency 1 and 256', () => {
    const table = rows('sglang_pr15188.csv');
    const longer = (concurrency: number): number => {
      const row = table.find((each) => number(each, 'concurrency') === concurrency);
      const [off, cc] = [number(row, 'output_tok_s_noncc'), number(row, 'output_tok_s_cc')];
      return concurrency / cc - concurrency / off;
    };
    const slope = (longer(256) - longer(1)) / 255;
    const said = numbers(shipped('sglang-pr15188').document.effects['step-sglang']);
    within(said['perStepSeconds'], longer(1) - slope, 0.001);
    within(said['perSequenceSeconds'], slope, 0.001);
  });
});

describe('the step cost of SGLang', () => {
  it('fitted at its ends, foretells the losses between them within 1 point', () => {
    const losses = lossesBeside(composed([shipped('sglang-pr15188')]));
    expect(losses.map(({ concurrency }) => concurrency)).toEqual([1, 4, 8, 16, 32, 64, 128, 256]);
    for (const { measured, predicted } of losses) {
      expect(Math.abs((predicted ?? NaN) - measured)).toBeLessThan(0.01);
    }
  });
});
