import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';

const at = useTemporaryFolder();
const ARENA = 'scenarios/plans/melange-arena.yaml';

/** Mélange's toy example, as its notebook has it: the shares add up to 1.25. */
const TOY = {
  gpu_info: {
    A10G: {
      cost: 1.01,
      tputs: [
        [5, 1],
        [10, 5],
      ],
    },
    A100: {
      cost: 3.67,
      tputs: [
        [20, 2],
        [50, 20],
      ],
    },
  },
  workload_distribution: [
    [0.25, 0.5],
    [0.25, 0.25],
  ],
  total_request_rate: 16,
  slice_factor: 1,
};

const SMALL = `
workload:
  rate: 4
  axes:
    rows: { label: input tokens, edges: [0, 10] }
    columns: { label: output tokens, edges: [0, 10, 20] }
  shares: [[0.5, 0.5]]
gpus:
  old: { costPerHour: 1, throughput: [[1, 0]], available: 3 }
  new: { costPerHour: 3, throughput: [[4, 4]], cc: { costPerHour: 3.5, throughputFactor: 0.5 } }
`;

beforeAll(() => {
  writeFileSync(at('toy.json'), JSON.stringify(TOY));
  writeFileSync(at('small.yaml'), SMALL);
});

async function planned(file: string, ...options: readonly string[]) {
  const { code, out, err } = await sealsim('plan', file, '--json', ...options);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

describe('plan reaches what seed 002 prints', () => {
  it('with its axes as they are printed', async () => {
    const json = await planned(ARENA, '--orientation', 'as-printed');
    expect(json).toMatchObject({ counts: { A10G: 1, A100: 2 }, cost: 8.35, status: 'optimal' });
    const [a10g, a100] = json.modes.off.singleTypes;
    expect([a10g.count, a10g.cost, a100.count, a100.cost]).toEqual([9, 9.09, 3, 11.01]);
    expect(a10g.load).toBeCloseTo(8.752224, 6);
    expect(a100.load).toBeCloseTo(2.08745, 5);
    expect((100 * a10g.saving).toFixed(2)).toBe('8.14');
    expect((100 * a100.saving).toFixed(2)).toBe('24.16');
  });

  it('with its axes put right', async () => {
    const json = await planned(ARENA);
    expect(json).toMatchObject({ counts: { A10G: 1, A100: 1 }, cost: 4.68 });
    const [a10g, a100] = json.modes.off.singleTypes;
    expect([a10g.count, a10g.cost, a100.count, a100.cost]).toEqual([5, 5.05, 2, 7.34]);
    expect([a10g.load, a100.load]).toEqual([
      expect.closeTo(4.586758, 6),
      expect.closeTo(1.169567, 6),
    ]);
  });

  it('for its toy example, whose load is 10.000000000000002, and normalised', async () => {
    expect(await planned(at('toy.json'))).toMatchObject({
      counts: { A10G: 10, A100: 0 },
      cost: 10.1,
    });
    expect(await planned(at('toy.json'), '--normalise')).toMatchObject({
      counts: { A10G: 8, A100: 0 },
      cost: 8.08,
    });
  });
});

describe('plan', () => {
  it('sets CC and off side by side, with the premium', async () => {
    const json = await planned(at('small.yaml'));
    expect(json.modes.off).toMatchObject({ counts: { old: 0, new: 1 }, cost: 3 });
    // At half the throughput, 2 + 2 requests/s take two.
    expect(json.modes.cc).toMatchObject({ counts: { new: 2 }, cost: 7, leftOut: ['old'] });
    expect(json.ccPremium).toEqual({ gpus: 1, costPerHour: 4, share: 4 / 3 });
    const { out } = await sealsim('plan', at('small.yaml'));
    expect(out).toContain('confidential computing costs +1 GPUs, +4 $/h (+133.33 %)');
    expect(out).toContain(
      'old cannot serve (throughput 0): input tokens 0–10, output tokens 10–20',
    );
    expect(out).toContain('not known with CC, left out: old');
  });

  it('takes options over what the file says', async () => {
    const json = await planned(
      at('small.yaml'),
      ...['--tee', 'cc', '--rate', '8', '--headroom', '0.1', '--slice-factor', '3'],
      ...['--packing', 'per-instance', '--set', 'gpus.new.costPerHour=2'],
    );
    expect(json).toMatchObject({
      tee: 'cc',
      rate: 8,
      headroom: 0.1,
      sliceFactor: 3,
      packing: 'per-instance',
    });
    expect(json.counts).toEqual({ new: 6 });
  });

  it('has a fleet and its distance from a bound where there was no time at all, pooled or not', async () => {
    for (const packing of ['pooled', 'per-instance']) {
      const json = await planned(ARENA, '--time-limit', '0.000001', '--packing', packing);
      expect(json).toMatchObject({ status: 'time-limit' });
      const { bound, gap, cost } = json.modes.off;
      // Its best fleet costs 4.68 $/h (below).
      expect(cost).toBeGreaterThanOrEqual(4.68);
      expect(bound).toBeGreaterThan(0);
      expect(bound).toBeLessThanOrEqual(4.68);
      expect(gap).toBeCloseTo((cost - bound) / cost, 9);
    }
  });

  it('says what a budget serves', async () => {
    const { code, out } = await sealsim(
      ...['plan', at('small.yaml'), '--tee', 'off', '--budget', '2', '--slice-factor', '4'],
    );
    expect(code).toBe(0);
    expect(out).toContain('serves 2 of 4 requests/s (50.0 %)');
  });

  it('exits with 1 where no fleet does, and says which bucket misses what', async () => {
    const only = await sealsim('plan', at('small.yaml'), '--tee', 'off', '--gpus', 'old');
    expect(only.code).toBe(1);
    expect(only.out).toContain(
      'input tokens 0–10, output tokens 10–20: no GPU can serve it (throughput 0 in every table)',
    );
    const few = await sealsim(
      ...['plan', at('small.yaml'), '--tee', 'off', '--set', 'gpus.new.available=0', '--json'],
      ...['--set', 'gpus.old.throughput=[[1, 1]]'],
    );
    expect(few.code).toBe(1);
    const { counts, cost, modes } = JSON.parse(few.out);
    expect({ counts, cost }).toEqual({ counts: null, cost: null });
    expect(modes.off.shortfalls[0].limit).toBe('availability');
    const text = await sealsim(
      ...['plan', at('small.yaml'), '--tee', 'off', '--set', 'gpus.new.available=0'],
      ...['--set', 'gpus.old.throughput=[[1, 1]]'],
    );
    expect(text.out).toContain('all that can serve it are in use (available: old 3, new 0)');
  });

  it('writes tables and a heat map, the same bytes every time', async () => {
    for (const name of ['one', 'two']) {
      const { code, err } = await sealsim('plan', ARENA, '--out', at(name));
      expect({ code, err }).toEqual({ code: 0, err: '' });
    }
    const names = readdirSync(at('one')).sort();
    expect(names).toEqual([
      'manifest.json',
      ...['caption.txt', 'csv', 'pdf', 'png', 'svg', 'vl.json'].map((suffix) => `plan.${suffix}`),
      'summary.json',
    ]);
    // Vega numbers the gradients of a process.
    const content = (folder: string, name: string): string =>
      readFileSync(at(folder, name), 'latin1').replaceAll(/gradient_\d+/g, 'gradient');
    const differ = names.filter((name) => content('one', name) !== content('two', name));
    expect(differ).toEqual(['manifest.json']);
    const [head, ...rows] = readFileSync(at('one', 'plan.csv'), 'utf8').trim().split('\n');
    expect(head).toBe(
      'tee,input tokens,output tokens,requests_per_second,gpu,throughput,share_of_bucket,load',
    );
    // 31 buckets have requests; each row is one of them on one of two GPUs.
    expect(rows).toHaveLength(62);
    const loads = rows.map((row) => Number(row.split(',').at(-1)));
    const { modes } = JSON.parse(readFileSync(at('one', 'summary.json'), 'utf8'));
    const total = modes.off.types.reduce(
      (sum: number, type: { load: number }) => sum + type.load,
      0,
    );
    expect(loads.reduce((sum, load) => sum + load, 0)).toBeCloseTo(total, 9);
  });

  it('names everything that is wrong with its options, and writes nothing', async () => {
    const { code, err } = await sealsim(
      ...['plan', at('small.yaml'), '--gpus', 'olf', '--tee', 'maybe', '--time-limit', '0'],
      ...['--rate', 'x', '--packing', 'tight', '--out', at('none')],
    );
    expect(code).toBe(2);
    expect(err).toMatch(/--rate: expected a number > 0 and ≤ 1e6, got "x"/);
    expect(err).toMatch(/--packing: expected pooled or per-instance, got "tight"/);
    expect(err).toMatch(/--tee: expected one of off, cc, both, got "maybe"/);
    expect(err).toMatch(/--time-limit: expected seconds/);
    expect(existsSync(at('none'))).toBe(false);
    const unknown = await sealsim('plan', at('small.yaml'), '--gpus', 'olf', '--tee', 'cc');
    const named = /--gpus: expected GPUs of the plan \(old, new\).*did you mean "old"/;
    expect(unknown.err).toMatch(named);
    // Also where the plan itself is wrong.
    expect(err).toMatch(named);
  });

  it('is checked by validate, with its settings', async () => {
    const good = await sealsim('validate', ARENA, at('toy.json'));
    expect(good).toMatchObject({ code: 0, out: expect.stringContaining('a valid plan') });
    const bad = await sealsim('validate', ARENA, '--set', 'workload.rate=0');
    expect(bad).toMatchObject({ code: 2, err: expect.stringContaining('workload.rate') });
  });
});

describe('an interrupted plan', () => {
  it('exits with 130 and leaves nothing', async () => {
    const running = sealsim('plan', ARENA, '--out', at('interrupted'));
    // As soon as anyone listens: the solver is then being started.
    const before = process.listenerCount('SIGINT');
    const press = setInterval(() => {
      if (process.listenerCount('SIGINT') === before) return;
      clearInterval(press);
      process.emit('SIGINT');
    }, 1);
    const { code, err } = await running;
    clearInterval(press);
    expect({ code, err }).toEqual({ code: 130, err: 'Interrupted: nothing was written.\n' });
    expect(existsSync(at('interrupted'))).toBe(false);
  });
});
