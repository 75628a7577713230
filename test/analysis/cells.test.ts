import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/analysis/measurement.js';
import { cellLabels } from '../../src/analysis/tee/cell-labels.js';
import { cellsOf } from '../../src/analysis/tee/cells.js';
import { load, requests, run } from './runs.js';

function names(runs: readonly Measurement[]): readonly string[] {
  const cells = cellsOf(runs);
  return cells.map(cellLabels(cells));
}

describe('runs under the same conditions', () => {
  it('are sorted by model size as a number, unknown sizes last, equal ones as they came', () => {
    const sizes: readonly [string, number | null][] = [
      ['gemma', null],
      ['llama-70b', 70],
      ['qwen3-14b', 14],
      ['b-8b', 8],
      ['a-8b', 8],
    ];
    const runs = sizes.map(([condition, modelSizeB]) =>
      run(condition, { condition, modelSizeB, teeMode: 'off' }),
    );
    expect(names(runs)).toEqual(['b-8b', 'a-8b', 'qwen3-14b', 'llama-70b', 'gemma']);
  });

  it('are sorted by load as a number where one condition is one load', () => {
    const runs = [1, 16, 2].map((concurrency) =>
      run(`${concurrency}`, { condition: `c-${concurrency}`, load: load({ concurrency }) }),
    );
    expect(names(runs)).toEqual(['c-1', 'c-2', 'c-16']);
  });

  it('keep the loads of a condition together', () => {
    const runs = ['fp16', 'awq'].flatMap((condition) =>
      [1, 2].map((concurrency) =>
        run(`${condition}${concurrency}`, { condition, load: load({ concurrency }) }),
      ),
    );
    expect(names(runs)).toEqual([
      'fp16, concurrency 1',
      'fp16, concurrency 2',
      'awq, concurrency 1',
      'awq, concurrency 2',
    ]);
  });

  it('are of one mode or the other, in order of their repetitions', () => {
    const [cell] = cellsOf([
      run('b', { condition: 'x', teeMode: 'off', repetition: 1 }),
      run('c', { condition: 'x', teeMode: 'cc', repetition: 0 }),
      run('a', { condition: 'x', teeMode: 'off', repetition: 0 }),
      run('d', { condition: 'x', teeMode: null }),
    ]);
    expect(cell?.runs.off.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(cell?.runs.cc.map(({ id }) => id)).toEqual(['c']);
    expect(cell?.runs.unknown.map(({ id }) => id)).toEqual(['d']);
  });

  it('are never measured and simulated together', () => {
    const facts = { condition: 'x', teeMode: 'off' } as const;
    const runs = [run('a', facts), run('b', { ...facts, origin: 'simulated' })];
    expect(names(runs)).toEqual(['x', 'x, simulated']);
  });

  it.each<[string, Partial<Measurement>, Partial<Measurement>]>([
    ['GPU', { gpu: 'H100' }, { gpu: 'H200' }],
    ['model', { model: 'a' }, { model: 'b' }],
    ['concurrency', { load: load({ concurrency: 1 }) }, { load: load({ concurrency: 2 }) }],
    ['length', { load: load({ inputTokens: 1 }) }, { load: load({ inputTokens: 2 }) }],
    [
      'rate, of which unlimited is one',
      { load: load({ requestsPerSecond: Number.POSITIVE_INFINITY }) },
      { load: load({ requestsPerSecond: null }) },
    ],
    ['experiment', { experiment: 'a' }, { experiment: 'b' }],
  ])('differ if they differ in their %s', (_, one, other) => {
    expect(cellsOf([run('a', one), run('b', other)])).toHaveLength(2);
    expect(cellsOf([run('a', one), run('b', one)])).toHaveLength(1);
  });

  it('differ if their GPUs are laid out differently', () => {
    const layout = (replicas: number, tensor: number): Partial<Measurement> => ({
      serving: [
        {
          role: 'replica',
          replicas,
          parallelism: { tensor, data: 1, pipeline: 1, expert: 1 },
          gpusPerReplica: tensor,
        },
      ],
    });
    const cells = cellsOf([run('a', layout(2, 4)), run('b', layout(4, 2))]);
    expect(cells.map(({ key }) => key.layout)).toEqual(['2 × TP 4', '4 × TP 2']);
    expect(cells.map(({ gpus }) => gpus)).toEqual([8, 8]);
  });

  it('are one load where simulated rates differ by what arrived by chance', () => {
    const rates = [3.98, 4.03, 4.1, 8.1, 7.9];
    const runs = rates.map((requestsPerSecond, at) =>
      run(`${at}`, { origin: 'simulated', condition: 'x', load: load({ requestsPerSecond }) }),
    );
    const cells = cellsOf(runs);
    expect(cells.map(({ runs: { unknown } }) => unknown.length)).toEqual([3, 2]);
    expect(cells[0]?.key.requestsPerSecond).toBeCloseTo((3.98 + 4.03 + 4.1) / 3, 12);
    const few = runs.map((each) => ({ ...each, requests: requests({ total: 10 }) }));
    expect(cellsOf(few)).toHaveLength(1);
    const measured = runs.map((each) => ({ ...each, origin: 'measured' as const }));
    expect(cellsOf(measured)).toHaveLength(rates.length);
  });
});
