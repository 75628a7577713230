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
