import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { start } from './process.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

beforeAll(() => writeFileSync(at('s.yaml'), SMALL_SCENARIO));

const TARGET = ['--at-least', '0.8'];
const FEW = ['--points', '4', '--replications', '10', '--most-replications', '20'];
const OVER = ['--over', 'arrivals.rate=0.5..12', ...FEW, '--tolerance', '3'];

function capacity(...options: readonly string[]) {
  return sealsim('capacity', at('s.yaml'), ...options);
}

async function found(...options: readonly string[]) {
  const { code, out, err } = await capacity(...options, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

/** What is told of bad input, line by line; nothing may have been written or printed. */
async function refused(...options: readonly string[]): Promise<readonly string[]> {
  const { code, out, err } = await capacity(...options);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  return err.trim().split('\n');
}

describe('capacity', () => {
  it('says where a target holds, and simulates what run simulates', async () => {
    const json = await found(...TARGET, ...OVER);
    expect(json).toMatchObject({
      scenario: 'small',
      metric: { path: 'sla.attainmentReceived', unit: 'fraction' },
      target: { sense: 'at-least', value: 0.8 },
      over: { path: 'arrivals.rate', from: 0.5, to: 12, whole: false, tolerance: 3 },
      confidence: 0.95,
      complete: true,
      differences: [],
    });
    const [{ ranges, points, capacity: answer }] = json.variants;
    expect(ranges[0]).toMatchObject({ verdict: 'holds', from: 0.5 });
    expect(ranges.at(-1)).toMatchObject({ verdict: 'fails', to: 12 });
    expect(answer.holdsAt).toBeLessThan(answer.failsAt);
    const [first] = points;
    const set = ['--set', 'arrivals.rate=0.5', '--replications', String(first.replications)];
    const run = JSON.parse((await sealsim('run', at('s.yaml'), ...set, '--json')).out);
    expect(first.mean).toBe(run.sla.attainmentReceived.mean);
  });

  it('searches both TEE modes on the same draws, and takes their difference', async () => {
    const both = await found(...TARGET, ...OVER, '--tee', 'both');
    const settings = both.variants.map((variant: { settings: object }) => variant.settings);
    expect(settings).toEqual([{ 'tee.mode': 'off' }, { 'tee.mode': 'cc' }]);
    const [off, cc] = both.variants;
    const [difference] = both.differences;
    expect(difference).toMatchObject({ of: settings[1], minus: settings[0], reason: null });
    expect(difference.estimate).toBeCloseTo(cc.capacity.estimate - off.capacity.estimate, 12);
    expect(difference.estimate).toBeLessThan(0);
    expect(difference.interval[0]).toBeLessThanOrEqual(difference.estimate);
    expect(difference.interval[1]).toBeGreaterThanOrEqual(difference.estimate);
    const axis = await found(...TARGET, ...OVER, '--axis', 'tee.mode=off,cc');
    expect(axis).toEqual(both);
    // More variants make more statements: what was simulated is the same, the ends are wider.
    const alone = await found(...TARGET, ...OVER, '--tee', 'cc');
    expect(alone.statements).toBe(both.statements / 2);
    expect(alone.variants[0].points[0].mean).toBe(cc.points[0].mean);
  });

  it('says how many GPUs are needed, what they cost, and what confidentiality does', async () => {
    const over = ['--set', 'arrivals.rate=9', '--over', 'server.gpus=1..4'];
    const prices = ['--tee', 'both', '--price', '4', '--price-cc', '5'];
    const some = ['--replications', '6', '--most-replications', '12'];
    const json = await found(...TARGET, ...over, ...prices, ...some);
    for (const [variant, price] of [4, 5].entries()) {
      const { points, needed, settings } = json.variants[variant];
      const holding = points.find(({ verdict }: { verdict: string }) => verdict === 'holds');
      expect(needed.gpus.value).toBe(holding.x);
      expect(needed.dollarsPerHour.value).toBe(holding.x * price);
      expect(needed.dollarsPer1000OnTime).toEqual(holding.cost.dollarsPer1000OnTime);
      for (const { x, cost, replications } of points) {
        // What `run` says of the same runs.
        const sets = [`server.gpus=${x}`, `tee.mode=${settings['tee.mode']}`, 'arrivals.rate=9'];
        const args = sets.flatMap((set) => ['--set', set]);
        const repeated = [...args, '--replications', String(replications), '--json'];
        const { sla, requests, gpu } = JSON.parse(
          (await sealsim('run', at('s.yaml'), ...repeated, '--out', at(`run-${variant}-${x}`))).out,
        );
        expect(cost).toMatchObject({ gpus: x, dollarsPerHour: x * price });
        expect(cost.idleDollarsPerHour).toBeCloseTo(x * price * gpu.idleShare.mean, 9);
        // A minute is simulated. The mean of products is not quite the product of means.
        const perHour = sla.attainmentReceived.mean * requests.received.mean * 60;
        const { value } = cost.dollarsPer1000OnTime;
        expect(value / ((1000 * x * price) / perHour)).toBeCloseTo(1, 1);
      }
      const { value, interval } = needed.dollarsPer1000OnTime;
      expect(interval[0]).toBeLessThan(value);
      expect(interval[1]).toBeGreaterThan(value);
    }
    const [difference] = json.costDifferences;
    const [off, cc] = json.variants;
    expect(difference).toMatchObject({ of: cc.settings, minus: off.settings });
    expect(difference.gpus.value).toBe(cc.needed.gpus.value - off.needed.gpus.value);
    expect(difference.dollarsPerHour.value).toBeGreaterThan(0);
    const { value, interval } = difference.dollarsPer1000OnTime;
    const both = [off, cc].map(({ needed }) => needed.dollarsPer1000OnTime.value);
    expect(value).toBeCloseTo(both[1] - both[0], 9);
    expect(interval[0]).toBeLessThan(value);
    expect(interval[1]).toBeGreaterThan(value);
    // In words and in the table; without prices all of it is what it was.
    const asked = [...TARGET, ...over, ...some];
    const { out } = await capacity(...asked, ...prices, '--out', at('priced'));
    expect(out).toMatch(
      /smallest that holds: \d \[\d, \d\] GPUs, \$ \d+ \[\d+, \d+\] per hour, per 1,000/,
    );
    expect(out).toMatch(/cost, tee\.mode=cc minus tee\.mode=off: .* GPUs, \$ .* per hour/);
    const [head = ''] = readFileSync(at('priced', 'capacity.csv'), 'utf8').split('\n');
    expect(head).toMatch(
      /,on_grid,gpus,dollars_per_hour,idle_dollars_per_hour,dollars_per_1000_on_time/,
    );
    const plain = await found(...asked, '--tee', 'both');
    expect(plain).not.toHaveProperty('costDifferences');
    expect(plain.variants[0].points[0]).not.toHaveProperty('cost');
    expect(plain.differences).toEqual(json.differences);
  });

  it('keeps whole numbers whole, as the scenario takes them', async () => {
    const set = ['--set', 'arrivals.rate=4', '--metric', 'latencySeconds.mean', '--at-most', '2'];
    const json = await found(...set, '--over', 'server.rules.batchLimit=1..9', ...FEW);
    expect(json.over).toMatchObject({ whole: true, tolerance: 1, grid: [1, 4, 6, 9] });
    const [{ ranges, capacity: answer, points }] = json.variants;
    for (const { x } of points) expect(Number.isInteger(x)).toBe(true);
    expect(ranges[0]).toMatchObject({ verdict: 'fails', from: 1 });
    expect(Number.isInteger(answer.estimate)).toBe(true);
    expect(answer.kind).toBe('begins');
    // Each fits the mean; whole numbers next to it do not leave room between them.
    expect(answer.holdsAt - answer.failsAt).toBeGreaterThanOrEqual(1);
  });

  it('looks around the scenario’s own value if no range is given', async () => {
    const json = await found(...TARGET, '--over', 'sla.seconds', ...FEW, '--set', 'sla.seconds=5');
    expect(json.over).toMatchObject({ from: 0.5, to: 10 });
    const from = ['--over', 'sla.seconds', '--from', '1', ...FEW];
    expect((await found(...TARGET, ...from)).over).toMatchObject({ from: 1, to: 6 });
  });

  it('puts both ends on a grid of steps', async () => {
    const step = ['--over', 'arrivals.rate=1..8', '--step', '3', '--tolerance', '5'];
    const few = ['--replications', '2', '--most-replications', '2'];
    expect((await found(...TARGET, ...step, ...few)).over.grid).toEqual([1, 4, 7, 8]);
  });

  it('writes tables and a figure, the same bytes every time', async () => {
    for (const folder of ['one', 'two']) {
      const { code, out, err } = await capacity(
        ...[...TARGET, ...OVER, '--tee', 'both', '--out', at(folder)],
      );
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('small: on time / received at least 80 %, over arrivals.rate');
      expect(out).toMatch(/tee\.mode=cc\n {2}holds on \[0\.5, /);
      expect(out).toContain('difference, tee.mode=cc minus tee.mode=off: −');
    }
    const names = readdirSync(at('one')).sort();
    expect(names).toEqual([
      'capacity.caption.txt',
      'capacity.csv',
      'capacity.pdf',
      'capacity.png',
      'capacity.svg',
      'capacity.vl.json',
      'manifest.json',
      'summary.json',
    ]);
    for (const name of names.filter((each) => each !== 'manifest.json')) {
      expect(readFileSync(at('one', name)).equals(readFileSync(at('two', name)))).toBe(true);
    }
    const { variants } = JSON.parse(readFileSync(at('one', 'summary.json'), 'utf8'));
    const rows = readFileSync(at('one', 'capacity.csv'), 'utf8').trim().split('\n');
    expect(rows).toHaveLength(1 + variants[0].points.length + variants[1].points.length);
    expect(rows[0]).toMatch(/^tee\.mode,arrivals\.rate,metric,unit,mean,/);
  });

  it('says that a run without a steady state has no figure', async () => {
    const set = ['--set', 'horizon=steady-state', '--set', 'drainSeconds=complete'];
    const { code, out, err } = await capacity(
      ...[...set, '--set', 'server.rules.batchLimit=1', '--set', 'durationSeconds=300'],
      ...[...TARGET, '--over', 'arrivals.rate=0.2..20', '--points', '2', '--tolerance', '15'],
      ...['--replications', '3', '--most-replications', '3', '--json'],
    );
    expect(code).toBe(0);
    expect(err).toMatch(/^no steady state, and so no figure, in \d+ runs\n$/);
    const [{ points }] = JSON.parse(out).variants;
    expect(points.at(-1)).toMatchObject({ x: 20, verdict: 'undecided', mean: null, n: 0 });
  });

  it('keeps what was finished when it is told to end', async () => {
    // 11 values: the third replication of some of them is under way.
    writeFileSync(
      at('ending.mjs'),
      `let created = 0;
       export default { name: 'ending', summary: '', create() {
         if (++created === 31) process.kill(process.pid, 'SIGINT');
         return { onArrival: (view, model) =>
           ({ action: 'release', model, count: 'all', reason: 'each' }) };
       } };`,
    );
    const strategy = ['--set', 'strategy={module: ending.mjs}', '--set', 'durationSeconds=3000'];
    const args = ['capacity', at('s.yaml'), ...strategy, ...TARGET, '--over', 'arrivals.rate'];
    const { code, out } = await start([...args, '--json']).ended;
    expect(code).toBe(130);
    const { complete, variants } = JSON.parse(out);
    expect(complete).toBe(false);
    expect(variants[0].points).toHaveLength(11);
    for (const { replications } of variants[0].points) {
      expect(replications).toBeGreaterThanOrEqual(2);
      expect(replications).toBeLessThan(20);
    }
  });
});

describe('bad input', () => {
  it('is told all at once', async () => {
    const lines = await refused(
      ...['--metric', 'sla.attainmentRecieved', '--at-least', '95', '--confidence', '95'],
      ...['--over', 'arrivals.rat=1..2', '--step', '0', '--points', '1', '--tee', 'on'],
      ...['--replications', '1', '--most-replications', 'x', '--tolerance', '-1'],
      ...['--set', 'sla.secnds=3', '--out', at('never')],
    );
    const text = lines.join('\n');
    expect(text).toContain('--metric: expected the path of a metric');
    expect(text).toContain('(did you mean "sla.attainmentReceived"?)');
    expect(text).toContain('--confidence: expected a probability from 0.5 to 0.9999');
    expect(text).toContain('--step: expected a number above 0, got "0"');
    expect(text).toContain('--points: expected a whole number from 2 to 1000, got "1"');
    expect(text).toContain('--tee: expected cc, off or both, got "on"');
    expect(text).toContain('--replications: expected at least 2');
    expect(text).toContain('--most-replications: expected a whole number from 1 to');
    expect(text).toContain('--tolerance: expected a number above 0, got "-1"');
    expect(text).toContain('--set sla.secnds: expected');
    expect(readdirSync(at('.'))).not.toContain('never');
  });

  it.each([
    [['--over', 'arrivals.rat=1..2'], '--over arrivals.rat: expected one of process, rate'],
    [['--over', 'strategy.name'], '--over: expected the path of a number, got strategy.name'],
    [['--over', 'strategy.name=1..2'], '--over strategy.name: expected a text, got 1'],
    [['--over', 'arrivals'], '--over: expected the path of a number, got arrivals, a mapping'],
    [['--over', 'server.rules.batchLimit'], '--over: expected server.rules.batchLimit=lo..hi'],
    [['--over', 'server.rules.batchLmit'], '--over server.rules.batchLmit: expected one of'],
    [['--over', 'arrivals.rate=3..2'], '--over: expected a range that ends above'],
    [['--over', 'arrivals.rate=-1..2'], '--over arrivals.rate: expected a number > 0'],
    [['--over', 'arrivals.rate=1..'], '--over: expected path or path=lo..hi'],
    [['--over', 'seed=1..2'], '--over: expected a path in which runs can differ'],
    [['--over', 'server.rules.batchLimit=0.5..3'], '--over server.rules.batchLimit: expected'],
    [[], '--over: expected the path of a number, e.g. arrivals.rate, got none'],
  ])('names what is wrong with %j', async (options, message) => {
    const [line, ...others] = await refused(...TARGET, ...options);
    expect(line).toContain(message);
    expect(others).toEqual([]);
  });

  it.each([
    [[], '--at-least: expected a target: --at-least or --at-most, got neither'],
    [['--at-least', '1', '--at-most', '1'], 'expected a target: --at-least or --at-most, got both'],
    [['--at-least', '1.5'], '--at-least: expected a fraction from 0 to 1, got "1.5"'],
    [['--at-least', '95'], '(95 % is 0.95)'],
    [['--metric', 'latencySeconds.p95', '--at-most', '-1'], '--at-most: expected a number from 0'],
    [['--metric', 'perModel.*.sla.attainmentReceived', '--at-least', '1'], 'a metric of one model'],
    [['--metric', 'perModel.tny.latencySeconds.p95', '--at-most', '1'], '(did you mean "tiny"?)'],
    [[...TARGET, '--axis', 'arrivals.rate=1,2'], '--axis: expected a path that --over does not'],
    [[...TARGET, '--axis', 'tee.mode=cc,off', '--tee', 'both'], '--axis: expected each path once'],
    [[...TARGET, '--price', '-1'], '--price: expected $ per GPU and hour, a number from 0'],
    [[...TARGET, '--price-cc', '5', '--tee', 'cc'], '--price-cc: expected --price beside it'],
    [
      [...TARGET, '--price', '4', '--price-cc', '5', '--tee', 'off'],
      '--price-cc: expected a variant with tee.mode cc, got none (use --tee cc or --tee both)',
    ],
    [[...TARGET, '--tolerance', '1e-9'], '--tolerance: expected from a 100,000th to all of the'],
    [[...TARGET, '--tolerance', '2'], 'to all of the width of the range, 1, got 2'],
    [[...TARGET, '--step', '9'], '--step: expected at most the width of the range, 1'],
    [[...TARGET, '--step', '0.5', '--points', '3'], '--points: expected no number of points'],
    [[...TARGET, '--axis', 'sla.seconds=1,2,3,4,5,6,7,8,9'], '--axis: expected at most 8 variants'],
  ])('names what is wrong with %j', async (options, message) => {
    const [line, ...others] = await refused('--over', 'arrivals.rate=1..2', ...options);
    expect(line).toContain(message);
    expect(others).toEqual([]);
  });
});
