import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockRecord, SweepDescription } from '../../../../src/experiment/store/types.js';
import type { Block } from '../../../../src/experiment/sweep/run/blocks.js';
import { groupRuns } from '../../../../src/experiment/sweep/run/group-run.js';
import { runGroups } from '../../../../src/experiment/sweep/run/run-groups.js';
import { lawSeed } from '../../../support/property.js';
import { smallDescription } from './small-description.js';

/** What a replication of a cell would give: cells differ in how much it varies. */
function outcome(cell: number, replication: number): number {
  return Math.sin(1000 * cell + replication) * 10 ** (cell % 4);
}

function recordOf({ cell, from, count }: Block): BlockRecord {
  const values = Array.from({ length: count }, (_, at) => [outcome(cell, from + at)]);
  return { cell, from, values, latency: null };
}

function precise(halfWidth: number): SweepDescription {
  return smallDescription({
    columns: { a: ['x', 'y', 'z'], b: ['1', '2', '3', '4'] },
    pairing: { column: 'b', baseline: '1', margins: {} },
    replications: {
      kind: 'precision',
      targets: [{ metric: 'requests.received', of: 'mean', absolute: halfWidth, relative: null }],
      least: 20,
      most: 100,
    },
  });
}

const FIXED = smallDescription({
  columns: { a: ['x', 'y'], b: ['1', '2', '3'] },
  replications: { kind: 'fixed', count: 5 },
});

/** Workers that end in an order of the test's choosing. */
class Workers {
  readonly waiting: { readonly block: Block; readonly end: () => void }[] = [];
  most = 0;

  run(block: Block): Promise<{ record: BlockRecord; timelineCsv: null; requestsCsv: null }> {
    return new Promise((settle) => {
      const end = () => settle({ record: recordOf(block), timelineCsv: null, requestsCsv: null });
      this.waiting.push({ block, end });
      this.most = Math.max(this.most, this.waiting.length);
    });
  }

  /** @param choice which of those under way ends next, by its remainder. */
  async endOne(choice: number): Promise<void> {
    this.waiting.splice(choice % this.waiting.length, 1)[0]?.end();
    await new Promise((settle) => setImmediate(settle));
  }
}

interface Observed {
  /** `cell:from+count` of every block that was simulated or found. */
  readonly blocks: readonly string[];
  readonly simulated: number;
  readonly most: number;
  readonly finishedCells: readonly number[];
}

const name = (block: { cell: number; from: number }, count: number): string =>
  `${block.cell}:${block.from}+${count}`;

async function observe(
  sweep: SweepDescription,
  atOnce: number,
  choices: readonly number[],
  known: ReadonlySet<string> = new Set(),
): Promise<Observed> {
  const workers = new Workers();
  const simulated: string[] = [];
  const used: string[] = [];
  const finishedCells: number[] = [];
  let ended = false;
  const run = runGroups(
    groupRuns(sweep, () => true),
    atOnce,
    {
      run: (block) => workers.run(block),
      found: (block) => {
        if (!known.has(name(block, block.count))) return undefined;
        used.push(name(block, block.count));
        return recordOf(block);
      },
      finished: ({ record }) => simulated.push(name(record, record.values.length)),
      groupFinished: ({ cells }) => finishedCells.push(...cells),
    },
  ).then(() => {
    ended = true;
  });
  for (let at = 0; workers.waiting.length > 0; at++) {
    await workers.endOne(choices[at % choices.length] ?? 0);
  }
  await run;
  expect(ended).toBe(true);
  return {
    blocks: [...simulated, ...used].sort(),
    simulated: simulated.length,
    most: workers.most,
    finishedCells: finishedCells.toSorted((a, b) => a - b),
  };
}

const SWEEPS = [FIXED, precise(0.5), precise(5), precise(500)];
const ORDERS = fc.array(fc.nat(20), { minLength: 1, maxLength: 30 });

describe('runGroups', () => {
  it('simulates the same blocks in whatever order they end, on however many workers', async () => {
    const expected = await Promise.all(SWEEPS.map((sweep) => observe(sweep, 1, [0])));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(SWEEPS.length - 1),
        fc.integer({ min: 1, max: 9 }),
        ORDERS,
        async (which, atOnce, order) => {
          const sweep = SWEEPS[which] as SweepDescription;
          const observed = await observe(sweep, atOnce, order);
          expect(observed.blocks).toEqual(expected[which]?.blocks);
          expect(observed.most).toBeLessThanOrEqual(atOnce);
          expect(observed.finishedCells).toEqual(sweep.cells.map((_, cell) => cell));
        },
      ),
      { numRuns: 30, seed: lawSeed() },
    );
  });

  it('uses what is known already, and takes the same decisions from it', async () => {
    const whole = await observe(precise(5), 1, [0]);
    await fc.assert(
      fc.asyncProperty(fc.subarray([...whole.blocks]), ORDERS, async (known, order) => {
        const resumed = await observe(precise(5), 3, order, new Set(known));
        expect(resumed.blocks).toEqual(whole.blocks);
        expect(resumed.simulated).toBe(whole.blocks.length - known.length);
      }),
      { numRuns: 30, seed: lawSeed() },
    );
  });

  it('gives each group as many replications as its precision needs, at the checks', async () => {
    const replications = async (halfWidth: number): Promise<readonly number[]> => {
      const { blocks } = await observe(precise(halfWidth), 4, [0]);
      const counts = new Map<string, number>();
      for (const block of blocks) {
        const [cell = '', count = ''] = [block.split(':')[0], block.split('+')[1]];
        counts.set(cell, (counts.get(cell) ?? 0) + Number(count));
      }
      return [...counts.values()];
    };
    expect(new Set(await replications(1e6))).toEqual(new Set([20]));
    // Every group has a cell that varies by hundreds.
    expect(new Set(await replications(0.001))).toEqual(new Set([100]));
    const some = await replications(200);
    expect(some.every((count) => [20, 30, 45, 68, 100].includes(count))).toBe(true);
    expect(Math.max(...some)).toBeLessThan(100);
    expect(Math.max(...some)).toBeGreaterThan(20);
  });

  it('makes blocks by what is simulated in any case, not by what a precision may lead to', () => {
    const replications = { kind: 'precision', targets: [], least: 20, most: 1e6 } as const;
    const [group] = groupRuns(smallDescription({ columns: {}, replications }), () => true);
    expect(group?.begin().map(({ count }) => count)).toEqual(new Array(20).fill(1));
  });

  it('keeps as many blocks under way as it may', async () => {
    const { most } = await observe(FIXED, 4, [0]);
    expect(most).toBe(4);
  });

  it('ends at the first failure', async () => {
    let started = 0;
    const failing = runGroups(
      groupRuns(FIXED, () => true),
      2,
      {
        run: async () => {
          started++;
          throw new Error(`failure ${started}`);
        },
        found: () => undefined,
        finished: () => {},
        groupFinished: () => {},
      },
    );
    await expect(failing).rejects.toThrow('failure');
    expect(started).toBe(2);
  });

  it('ends when a result cannot be kept', async () => {
    const failing = runGroups(
      groupRuns(FIXED, () => true),
      1,
      {
        run: async (block) => ({ record: recordOf(block), timelineCsv: null, requestsCsv: null }),
        found: () => undefined,
        finished: () => {
          throw new Error('the disk is full');
        },
        groupFinished: () => {},
      },
    );
    await expect(failing).rejects.toThrow('the disk is full');
  });

  it('leaves out the groups of other shards', async () => {
    const cells: number[] = [];
    await runGroups(
      groupRuns(FIXED, (group) => group % 3 === 1),
      1,
      {
        run: async (block) => ({ record: recordOf(block), timelineCsv: null, requestsCsv: null }),
        found: () => undefined,
        finished: () => {},
        groupFinished: (group) => cells.push(...group.cells),
      },
    );
    expect(cells).toEqual([1, 4]);
  });
});
