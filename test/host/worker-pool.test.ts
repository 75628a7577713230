import { readdirSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { BlockTask } from '../../src/experiment/store/types.js';
import { sha256 } from '../../src/host/node-files.js';
import { type PoolOptions, WorkerPool } from '../../src/host/worker-pool.js';
import { buildScenario } from '../support/scenario-builder.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();
const open: WorkerPool[] = [];

function startPool(options: Partial<PoolOptions> = {}): WorkerPool {
  const pool = new WorkerPool({ jobs: 1, ...options });
  open.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

const SCENARIO = buildScenario({});
const TASK: BlockTask = {
  cell: 0,
  scenario: SCENARIO,
  from: 0,
  count: 2,
  metrics: ['requests.received'],
  keep: { latencyHistogram: false, timeline: false, requests: false },
};

/** The task, with a strategy of a user's: what it does at an arrival. */
function taskWith(name: string, atArrival: string): BlockTask {
  const text = `
    const kept = [];
    export default { name: '${name}', summary: '',
      create: () => ({ onArrival() { ${atArrival} } }) };`;
  writeFileSync(at(`${name}.mjs`), text);
  const module = { path: at(`${name}.mjs`), sha256: sha256(text) };
  return { ...TASK, scenario: { ...SCENARIO, strategy: { ...SCENARIO.strategy, name, module } } };
}

describe('WorkerPool', () => {
  it('simulates blocks in several threads', async () => {
    const pool = startPool({ jobs: 2 });
    const results = await Promise.all([0, 2, 4, 6].map((from) => pool.run({ ...TASK, from })));
    expect(results.map(({ record }) => record.from)).toEqual([0, 2, 4, 6]);
    const values = new Set(results.map(({ record }) => record.values.join()));
    expect(values.size).toBe(4);
    expect(results[0]?.record.values.length).toBe(2);
  });

  it.skipIf(process.platform !== 'linux')('starts no thread that has nothing to do', async () => {
    const threads = (): number => readdirSync('/proc/self/task').length;
    const before = threads();
    await startPool({ jobs: 64 }).run(TASK);
    expect(threads() - before).toBeLessThan(8);
  });

  it("runs a user's strategy", async () => {
    const idle = await startPool().run(taskWith('idle', ''));
    expect(idle.record.values.length).toBe(2);
  });

  it('says which decision of a strategy cannot be carried out, as bad input', async () => {
    const pool = startPool();
    const wrong = pool.run(taskWith('wrong', "return { action: 'fly' };"));
    await expect(wrong).rejects.toMatchObject({ name: 'UserError' });
    await expect(wrong).rejects.toThrow('strategy wrong');
    // The thread goes on.
    expect((await pool.run(TASK)).record.cell).toBe(0);
  });

  it("refuses a user's strategy that is not the one that was checked", async () => {
    const task = taskWith('changing', '');
    writeFileSync(at('changing.mjs'), 'export default {};');
    await expect(startPool().run(task)).rejects.toThrow(
      `${at('changing.mjs')}:1:1: expected the module that was checked at the start, got one that changed`,
    );
  });

  it('says that a thread ended itself', async () => {
    const ending = startPool().run(taskWith('ending', 'process.exit(3);'));
    await expect(ending).rejects.toThrow('a worker ended itself with exit code 3');
  });

  it('says that a thread ran out of memory', async () => {
    const greedy = taskWith('hoarding', 'for (;;) kept.push(Array(1000).fill({}));');
    await expect(startPool({ heapMiB: 32 }).run(greedy)).rejects.toThrow(
      'a worker ran out of memory (32 MiB)',
    );
  });

  it('reports what a strategy leaves behind and nobody catches', async () => {
    const stray = "Promise.reject(new Error('lost')); ";
    await expect(startPool().run(taskWith('straying', stray))).rejects.toThrow('lost');
  });

  it('ends threads in the middle of their work when it is closed', async () => {
    const pool = startPool({ jobs: 2 });
    const endless = pool.run({ ...TASK, count: 1e9 }).catch(({ message }) => message);
    // By the time the other thread is done, this one is busy.
    await pool.run(TASK);
    await pool.close();
    expect(await endless).toContain('Terminating');
  });
});
