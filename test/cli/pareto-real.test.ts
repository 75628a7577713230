import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { readStrictTable } from '../support/strict-csv.js';
import { sealsim } from './run-in-process.js';

/** 94 runs of Llama-3.1-70B on H100 (llm-d/llm-d-prism); they are not part of the repository. */
const RUNS = [process.env['SEALSIM_DATA'], join(import.meta.dirname, '../../../shared/data')]
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'llm-d', 'runs-llama70b-h100-visible.json'))
  .find((file) => existsSync(file));

const at = useTemporaryFolder();

interface RawRun {
  readonly accelerator_count: number;
  readonly metrics: { readonly request_rate: number; readonly tpot: number };
  readonly workload: { readonly concurrency: number; readonly output_tokens: number };
}

interface Point {
  readonly concurrency: number;
  readonly x: number;
  readonly y: number;
  readonly onFront: boolean;
}

async function real(...options: readonly string[]) {
  const { code, out } = await sealsim('pareto', RUNS ?? '', ...options, '--json');
  expect(code).toBe(0);
  return JSON.parse(out);
}

describe.skipIf(RUNS === undefined)('94 real runs (skipped where the data is not at hand)', () => {
  it('are one scenario of 19 configurations', async () => {
    const { scenarios, shown } = await real();
    expect(scenarios).toEqual([
      {
        ...{ number: 1, model: 'Llama-3.1-70B', gpu: 'H100' },
        ...{ inputTokens: 10_000, outputTokens: 1000, runs: 94 },
      },
    ]);
    const names = shown[0].configurations.map(({ name }: { name: string }) => name);
    expect(names).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((replicas) => `${replicas}×TP2`),
      ...[1, 2, 3, 4].map((replicas) => `${replicas}×TP4`),
      ...['1×TP8', '2×TP8'],
      ...['1P-TP4 3D-TP4', '2P-TP4 2D-TP4', '3P-TP4 1D-TP4', '2P-TP4 1D-TP8', '1P-TP8 1D-TP8'],
    ]);
  });

  it('have the front that the definition gives on the numbers of the file', async () => {
    const runs: readonly RawRun[] = JSON.parse(readFileSync(RUNS ?? '', 'utf8'));
    const raw = runs.map(({ accelerator_count, metrics, workload }) => ({
      concurrency: workload.concurrency,
      x: 1000 / metrics.tpot,
      y: (metrics.request_rate * workload.output_tokens) / accelerator_count,
    }));
    const front = raw.filter(({ x, y }) => !raw.some((other) => other.x > x && other.y > y));
    const { shown } = await real();
    const points: readonly Point[] = shown[0].configurations.flatMap(
      (each: { points: readonly Point[] }) => each.points,
    );
    expect(points).toHaveLength(94);
    const found = points.filter(({ onFront }) => onFront);
    const sorted = <Place extends { x: number }>(places: readonly Place[]): readonly Place[] =>
      [...places].sort((a, b) => a.x - b.x);
    expect(found).toHaveLength(front.length);
    for (const [index, { concurrency, x, y }] of sorted(front).entries()) {
      const point = sorted(found)[index];
      expect(point?.concurrency).toBe(concurrency);
      expect(point?.x).toBeCloseTo(x, 9);
      expect(point?.y).toBeCloseTo(y, 9);
    }
  });

  it('are drawn with every configuration in the legend and no text over another', async () => {
    const { code, err } = await sealsim(
      ...['pareto', RUNS ?? '', '--out', at('out'), '--format', 'svg'],
    );
    expect(code).toBe(0);
    expect(err.split('\n').filter((line) => line.startsWith('pareto:'))).toEqual([]);
    const svg = readFileSync(at('out/pareto.svg'), 'utf8');
    const rows = readStrictTable(readFileSync(at('out/pareto.csv'), 'utf8'));
    const names = new Set(rows.map((row) => row['configuration']));
    expect(names.size).toBe(19);
    for (const name of names) expect(svg).toContain(`>${name}<`);
  });
});
