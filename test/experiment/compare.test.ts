import { describe, expect, it } from 'vitest';
import { compareCells } from '../../src/experiment/compare.js';
import { expandGrid } from '../../src/experiment/grid.js';
import { type LoadedScenario, runReplication } from '../../src/experiment/replicate.js';
import { nodeFiles } from '../../src/host/node-files.js';
import { nodeStrategies } from '../../src/host/strategy-modules.js';
import type { RunSummary } from '../../src/metrics/summary.js';
import { loadScenario } from '../../src/scenario/load.js';
import { findStrategy } from '../../src/serving/batch/strategies/registry.js';
import { SMALL_SCENARIO } from '../cli/small-scenario.js';

async function loaded(...sets: string[]): Promise<LoadedScenario> {
  const exists = async () => 'file' as const;
  const inMemory = { ...nodeFiles(), exists, readText: async () => SMALL_SCENARIO };
  const scenario = await loadScenario({ file: 'small.yaml', sets }, inMemory, nodeStrategies());
  const strategy = findStrategy(scenario.strategy.name);
  if (strategy === undefined) throw new Error('the test names a strategy that does not exist');
  return { scenario, strategy };
}

function finish(work: Generator<number, RunSummary>): RunSummary {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

describe('runReplication', () => {
  it('tells how far it is: a share that never falls and ends at 1 or below', async () => {
    const shares = [...runReplication(await loaded(), 0)];
    expect(shares.length).toBeGreaterThan(100);
    expect(shares.every((share, at) => share >= (shares[at - 1] ?? 0) && share <= 1)).toBe(true);
  });

  it('gives every replication its own draws, and the same ones again', async () => {
    const small = await loaded();
    const [first, second, again] = [0, 1, 0].map((at) => finish(runReplication(small, at)));
    expect(first).toEqual(again);
    expect(first?.latencySeconds).not.toEqual(second?.latencySeconds);
  });

  it('does not change what it measures by being watched', async () => {
    const small = await loaded();
    const kinds = new Set<string>();
    const watched = runReplication(small, 0, [{ observe: ({ kind }) => kinds.add(kind) }]);
    expect(finish(watched)).toEqual(finish(runReplication(small, 0)));
    expect([...kinds]).toEqual(expect.arrayContaining(['arrival', 'batch', 'end']));
  });
});

describe('compareCells', () => {
  it('takes all cells of one value together, each counting the same', async () => {
    const axes = [
      { path: 'arrivals.rate', values: ['1', '2'] },
      { path: 'tee.mode', values: ['off', 'cc'] },
    ];
    const cells = expandGrid(axes);
    const summaries: RunSummary[][] = [];
    for (const { values } of cells) {
      const cell = await loaded(`arrivals.rate=${values[0]}`, `tee.mode=${values[1]}`);
      summaries.push([0, 1, 2].map((replication) => finish(runReplication(cell, replication))));
    }
    const { overall } = compareCells(axes, { axis: 1, value: 'off' }, cells, summaries);
    const latency = overall[0]?.figures.find(({ figure }) => figure.path === 'latencySeconds.mean');
    const meanOf = (...at: number[]): number => {
      const all = at.flatMap((cell) => summaries[cell] ?? []);
      return all.reduce((sum, summary) => sum + summary.latencySeconds.mean, 0) / all.length;
    };
    expect(overall).toMatchObject([{ value: 'cc', cells: 2 }]);
    expect(latency?.meanA).toBeCloseTo(meanOf(1, 3), 12);
    expect(latency?.meanB).toBeCloseTo(meanOf(0, 2), 12);
    expect(latency?.ratio.ci95?.[0]).toBeLessThan(meanOf(1, 3) / meanOf(0, 2));
    expect(latency?.ratio.ci95?.[1]).toBeGreaterThan(meanOf(1, 3) / meanOf(0, 2));
  });

  it('compares the k-th replication with the k-th of the baseline', async () => {
    const axes = [{ path: 'tee.mode', values: ['off', 'cc'] }];
    const cells = expandGrid(axes);
    const scenarios = [await loaded(), await loaded('tee.mode=cc')];
    const summaries = scenarios.map((each) =>
      [0, 1, 2, 3].map((replication) => finish(runReplication(each, replication))),
    );
    const baseline = { axis: 0, value: 'off' };
    const { pairs, cells: compared } = compareCells(axes, baseline, cells, summaries);
    const latency = pairs[0]?.figures.find(({ figure }) => figure.path === 'latencySeconds.mean');
    const means = summaries.map((each) => each.map(({ latencySeconds }) => latencySeconds.mean));
    const differences = [0, 1, 2, 3].map((at) => (means[1]?.[at] ?? 0) - (means[0]?.[at] ?? 0));
    expect(pairs.length).toBe(1);
    expect(latency?.difference.mean).toBeCloseTo(differences.reduce((a, b) => a + b) / 4, 12);
    // The same requests in both: pairing removes what they have in common.
    expect(latency?.varianceRatio).toBeGreaterThan(1);
    expect(compared[1]?.estimate.latencySeconds.mean.n).toBe(4);
  });

  it('names the models that are starved in a cell, by its own replications', async () => {
    const axes = [{ path: 'tee.mode', values: ['off', 'cc'] }];
    const cells = expandGrid(axes);
    const scenarios = [await loaded(), await loaded('tee.mode=cc')];
    const summaries = scenarios.map((each, cell) =>
      [0, 1, 2].map((replication) => {
        const summary = finish(runReplication(each, replication));
        const [model] = Object.values(summary.perModel);
        if (model === undefined) throw new Error('a scenario without a model');
        const attaining = (attainmentReceived: number) => ({
          ...model,
          sla: { ...model.sla, attainmentReceived },
        });
        const attainment = 0.5 + 0.01 * replication;
        const perModel = { often: attaining(attainment), rare: attaining(cell === 0 ? 0.4 : 0.1) };
        return { ...summary, perModel };
      }),
    );
    const { cells: compared } = compareCells(axes, { axis: 0, value: 'off' }, cells, summaries);
    expect(compared.map((cell) => cell.starved)).toMatchObject([
      [],
      [{ model: 'rare', best: 'often', n: 3 }],
    ]);
    expect(compared[1]?.starved[0]?.attainmentReceived).toBeCloseTo(0.1, 12);
    expect(compared[1]?.starved[0]?.bestAttainmentReceived).toBeCloseTo(0.51, 12);
  });
});
