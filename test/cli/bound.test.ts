import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

/** Two models of which one fits at a time; so few requests that the optimum is found. */
const TWO_MODELS = SMALL_SCENARIO.replace('{ tiny: 1 }', '{ tiny: 0.5, other: 0.5 }')
  .replace('rate: 2', 'rate: 0.3')
  .replace('seconds: 3', 'seconds: 4')
  .replace('memoryGiB: 80', 'memoryGiB: 1.5')
  .replace(/( {6}tiny:\n[\s\S]*)strategy:/, (_, model: string) => {
    return `${model}${model.replace('tiny', 'other')}strategy:`;
  });

beforeAll(() => writeFileSync(at('two.yaml'), TWO_MODELS));

async function bounded(...options: readonly string[]) {
  const { code, out, err } = await sealsim('bound', at('two.yaml'), '--json', ...options);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

describe('bound', () => {
  it('sets policies beside what is possible, on the same durations', async () => {
    const json = await bounded('--strategies', 'greedy,fcfs');
    const [greedy, fcfs] = json.policies;
    expect(greedy.strategy).toBe('greedy');
    expect(json.perReplication[0].ended).toBe('optimal');
    expect(json.gap).toBe(0);
    expect(json.bound).toBeLessThanOrEqual(json.trivial);
    for (const { attainmentReceived, shareOfBound } of [greedy, fcfs]) {
      expect(attainmentReceived).toBeLessThanOrEqual(json.feasible);
      expect(shareOfBound).toBeCloseTo(attainmentReceived / json.bound, 12);
    }
    expect(fcfs.attainmentReceived).toBeLessThan(greedy.attainmentReceived);
  });

  it('counts what run counts where nothing is left to chance', async () => {
    const certain = SMALL_SCENARIO.replaceAll('cv: 0.2, family: gamma', 'cv: 0')
      .replaceAll(/sd: [\d.]+/g, 'sd: 0')
      .replaceAll('family: gamma', 'family: constant');
    writeFileSync(at('certain.yaml'), certain);
    const one = await sealsim('bound', at('certain.yaml'), '--json', '--grid', '0.5');
    const { policies, received } = JSON.parse(one.out);
    const { requests, sla } = JSON.parse((await sealsim('run', at('certain.yaml'), '--json')).out);
    expect(received).toBe(requests.received);
    expect(policies[0].attainmentReceived).toBe(sla.attainmentReceived);
  });

  it('adds replications up, and writes a row for each policy, all models and each', async () => {
    const options = ['--replications', '2', '--strategies', 'greedy,fcfs', '--out', at('out')];
    const { code, out } = await sealsim('bound', at('two.yaml'), ...options);
    expect(code).toBe(0);
    expect(out).toContain('2 replications together');
    expect(readdirSync(at('out')).sort()).toEqual(['bound.csv', 'manifest.json', 'summary.json']);
    const rows = readFileSync(at('out', 'bound.csv'), 'utf8').trim().split('\n');
    expect(rows).toHaveLength(1 + 2 * 2 * 3);
    const { received, perReplication } = JSON.parse(
      readFileSync(at('out', 'summary.json'), 'utf8'),
    );
    expect(received).toBe(perReplication[0].received + perReplication[1].received);
  });

  it('writes an SLA beside all models only where they have one', async () => {
    const rowsOf = async (sla: string) => {
      const sets = ['--set', `sla=${sla}`, '--out', at('slas'), '--force'];
      expect((await sealsim('bound', at('two.yaml'), ...sets)).code).toBe(0);
      const [head = '', ...rows] = readFileSync(at('slas', 'bound.csv'), 'utf8').trim().split('\n');
      return rows.map((row) => row.split(',')[head.split(',').indexOf('sla_s')]);
    };
    expect(await rowsOf('{ seconds: 4 }')).toEqual(['4', '4', '4']);
    expect(await rowsOf('{ seconds: 4, perModel: { other: 6 } }')).toEqual(['', '4', '6']);
  });

  it('has a bound, if not a good one, however little time it is given', async () => {
    const json = await bounded('--time-limit', '1e-9', '--set', 'arrivals.rate=2');
    expect(json.perReplication[0].ended).toBe('time');
    expect(json.feasible).toBeLessThanOrEqual(json.bound);
  });

  it('limits batches of bound and policies alike', async () => {
    const alone = await bounded('--batch-limit', '1', '--set', 'arrivals.rate=2');
    const free = await bounded('--set', 'arrivals.rate=2');
    expect(alone.bound).toBeLessThan(free.feasible);
    expect(alone.policies[0].attainmentReceived).toBeLessThan(free.policies[0].attainmentReceived);
  });

  it('bounds every cell of a grid as it bounds that cell alone', async () => {
    const grid = ['--axis', 'arrivals.rate=0.2,0.3', '--axis', 'sla.seconds=4,6'];
    const { axes, cells } = await bounded(...grid, '--strategies', 'greedy,fcfs');
    expect(axes).toEqual([
      { path: 'arrivals.rate', values: ['0.2', '0.3'] },
      { path: 'sla.seconds', values: ['4', '6'] },
    ]);
    expect(cells).toHaveLength(4);
    for (const { at: place, ...cell } of cells) {
      const sets = Object.entries(place).flatMap(([path, value]) => ['--set', `${path}=${value}`]);
      expect(cell).toEqual(await bounded(...sets, '--strategies', 'greedy,fcfs'));
    }
  });

  it('is drawn over the policies of a sweep, from the file that it writes', async () => {
    const sweep = [
      'name: frontier',
      'scenario: two.yaml',
      'axes:',
      '  - { path: strategy.name, values: [greedy, fcfs] }',
      '  - { path: tee.mode, values: [off, cc] }',
      '  - { path: arrivals.rate, values: [0.2, 0.30] }',
      'replications: 2',
    ];
    writeFileSync(at('sweep.yaml'), sweep.join('\n'));
    expect(
      (await sealsim('sweep', at('sweep.yaml'), '--out', at('swept'), '--jobs', '1')).code,
    ).toBe(0);
    const axes = ['--axis', 'tee.mode=off,cc', '--axis', 'arrivals.rate=0.2,0.3'];
    const out = [
      '--out',
      at('bounds'),
      '--replications',
      '2',
      '--grid',
      '0.5',
      '--time-limit',
      '1',
    ];
    expect((await sealsim('bound', at('two.yaml'), ...axes, ...out)).code).toBe(0);
    const overlay = ['--bound', at('bounds', 'bound.csv'), '--format', 'svg', '--json'];
    const drawn = await sealsim('figures', at('swept'), 'policy-frontier', ...overlay);
    expect({ code: drawn.code, err: drawn.err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(drawn.out).figures[0].caption).toContain('upper bound');
  });

  it('refuses loads that depend on what is in host memory', async () => {
    const path = '{ stages: [{ name: read, place: disk, giBPerSecond: 1 }], pageCacheGiB: 2 }';
    const prefetch = '{ to: host, hostMemoryGiB: 8 }';
    const sets = ['--set', `server.loadPath=${path}`, '--set', `server.prefetch=${prefetch}`];
    const { code, err } = await sealsim('bound', at('two.yaml'), ...sets);
    expect(code).toBe(2);
    expect(err).toContain('bound server.prefetch.to: expected none: nothing is brought in');
    expect(err).toContain('bound server.loadPath.pageCacheGiB: expected 0');
    const none = path.replace('pageCacheGiB: 2', 'pageCacheGiB: 0');
    await bounded('--set', `server.loadPath=${none}`);
  });

  it('refuses an axis that another option sets', async () => {
    const axes = ['--axis', 'strategy.name=greedy,fcfs', '--axis', 'server.rules.batchLimit=1,2'];
    const others = ['--strategies', 'greedy', '--batch-limit', '3'];
    const { code, err } = await sealsim('bound', at('two.yaml'), ...axes, ...others);
    expect(code).toBe(2);
    expect(err).toContain('--axis: expected a path that --strategies does not set');
    expect(err).toContain('--axis: expected a path that --batch-limit does not set');
    expect(err.trim().split('\n')).toHaveLength(2);
  });

  it('tells everything that is wrong at once, and writes nothing', async () => {
    const wrong = [
      ...['--strategies', 'greedy,gredy', '--grid', '0.3', '--time-limit', 'x'],
      ...['--batch-limit', '0', '--set', 'server.gpu.residentModels=2'],
      ...['--set', 'server.profile.gpu.memoryGiB=80', '--set', 'server.unloadWhenIdle=true'],
      ...['--out', at('never')],
    ];
    const { code, out, err } = await sealsim('bound', at('two.yaml'), ...wrong);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--grid: expected a power of two');
    expect(err).toContain('--time-limit: expected seconds, more than 0, got "x"');
    expect(err).toContain('--batch-limit: expected a whole number from 1, got "0"');
    expect(err).toContain('--strategies strategy.name: expected one of');
    expect(err).toContain(
      'bound server.gpu.residentModels: expected one model in memory at a time',
    );
    expect(err).toContain('bound server.unloadWhenIdle: expected false');
    expect(err.trim().split('\n')).toHaveLength(6);
    expect(readdirSync(at('.'))).not.toContain('never');
  });
});
