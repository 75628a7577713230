import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { explain as command } from '../../src/cli/commands/explain.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { start } from './process.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

beforeAll(() => writeFileSync(at('s.yaml'), SMALL_SCENARIO));

const ENDS = ['--from', 'tee.mode=off', '--to', 'tee.mode=cc', '--replications', '3'];

function explain(...options: readonly string[]) {
  return sealsim('explain', at('s.yaml'), ...options);
}

async function explained(...options: readonly string[]) {
  const { code, out, err } = await explain(...options, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

describe('explain', () => {
  it('attributes a difference to inputs, and they sum to it', async () => {
    const json = await explained(...ENDS);
    expect(json).toMatchObject({ scenario: 'small', replications: 3, combinations: 16 });
    expect(json.factors.map((factor: { name: string }) => factor.name)).toEqual([
      'swap-in',
      'batch-times',
      'believed-timing',
      'timer-profile',
    ]);
    expect(Object.keys(json.metrics)).toEqual([
      'sla.attainmentReceived',
      'sla.attainmentProcessed',
      'latencySeconds.mean',
      'throughput.requestsPerSecond',
    ]);
    const latency = json.metrics['latencySeconds.mean'];
    const effects: { factor: string; effect: { mean: number } }[] = latency.effects;
    const sum = effects.reduce((total, { effect }) => total + effect.mean, 0);
    expect(sum).toBeCloseTo(latency.total.mean, 12);
    // greedy looks at no table: what it believes changes nothing.
    expect(effects.find(({ factor }) => factor === 'believed-timing')?.effect.mean).toBe(0);
  });

  it('has the ends that compare has, on the same draws', async () => {
    const { metrics } = await explained(...ENDS);
    const { out } = await sealsim(
      ...['compare', at('s.yaml'), '--axis', 'tee.mode=off,cc', '--replications', '3', '--json'],
    );
    const { cells, differences } = JSON.parse(out);
    const { from, to, total } = metrics['latencySeconds.mean'];
    expect([from, to]).toEqual(
      cells.map(({ summary }: { summary: { latencySeconds: object } }) =>
        Reflect.get(summary.latencySeconds, 'mean'),
      ),
    );
    expect(total).toEqual(differences[0].figures['latencySeconds.mean'].difference);
  });

  it('takes what the scenario is for the end that is not given', async () => {
    const set = ['--set', 'tee.mode=cc', '--metric', 'latencySeconds.mean'];
    const both = await explained(...set, '--from', 'tee.mode=off', '--to', 'tee.mode=cc');
    const one = await explained(...set, '--from', 'tee.mode=off');
    expect(one.metrics).toEqual(both.metrics);
  });

  it('writes tables and a figure, the same bytes every time', async () => {
    const metric = ['--metric', 'perModel.*.latencySeconds.p95'];
    for (const folder of ['one', 'two']) {
      const { code, out } = await explain(...ENDS, ...metric, '--out', at(folder));
      expect(code).toBe(0);
      expect(out).toContain('p95 latency, tiny, s\n(conditional on survival');
    }
    const names = readdirSync(at('one')).sort();
    expect(names).toEqual([
      'explain.csv',
      'explain.pdf',
      'explain.png',
      'explain.svg',
      'manifest.json',
      'summary.json',
    ]);
    for (const name of names.filter((each) => each !== 'manifest.json')) {
      expect(readFileSync(at('one', name)).equals(readFileSync(at('two', name)))).toBe(true);
    }
  });

  it('keeps the replications that were finished when it is told to end', async () => {
    // The worker that begins its 40th run sends the signal; 16 runs make a replication.
    writeFileSync(
      at('ending.mjs'),
      `let created = 0;
       export default { name: 'ending', summary: '', create() {
         if (++created === 40) process.kill(process.pid, 'SIGINT');
         return { onArrival: (view, model) =>
           ({ action: 'release', model, count: 'all', reason: 'each' }) };
       } };`,
    );
    const strategy = ['--set', 'strategy={module: ending.mjs}', '--replications', '10000'];
    const args = ['explain', at('s.yaml'), '--to', 'tee.mode=cc', ...strategy, '--json'];
    const { code, out } = await start(args).ended;
    expect(code).toBe(130);
    const { replications, metrics } = JSON.parse(out);
    expect(replications).toBeGreaterThan(0);
    expect(replications).toBeLessThan(10_000);
    expect(metrics['throughput.requestsPerSecond'].n).toBe(replications);
  });
});

describe('a strategy that decides what cannot be done', () => {
  it('is told with the mixture of the ends that it did it in', async () => {
    writeFileSync(
      at('greedy.mjs'),
      `export default { name: 'too-greedy', summary: '', create: () => ({
         onArrival: (view, model) => ({ action: 'release', model, count: 9, reason: '' }),
       }) };`,
    );
    const strategy = ['--set', 'strategy={module: greedy.mjs}'];
    const { code, out, err } = await explain(...strategy, '--to', 'sla.seconds=9');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/\(with all as at --(from|to), replication 0\)\n$/);
  });
});

describe('the examples of explain', () => {
  it.each(command.examples)('%s', async (example) => {
    const words = example.replace('sealsim ', '').replace('replications 20', 'replications 1');
    const argv = words.replace('results/explain', at('example')).split(' ');
    const { code, err } = await sealsim(...argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});

describe('explain refuses', () => {
  const options = (...texts: string[]) => texts.flatMap((text) => text.split(' '));
  const LOSSLESS = '--set server.semantics=lossless';
  const cases: readonly (readonly [string, string[], string])[] = [
    [
      'no ends',
      [],
      '--from: expected settings in which it differs from --to, or --to with those that differ, got neither',
    ],
    [
      'ends that are the same',
      options('--from tee.mode=off'),
      '--to: expected something that differs from --from, got the same in all that matters',
    ],
    ['what is no setting', options('--to cc'), '--to: expected path=value,path=value,…, got "cc"'],
    [
      'a seed of one end',
      options('--to seed=3'),
      '--to: expected a path in which they can differ, got seed, which is the same at both ends (use --seed)',
    ],
    [
      'a value that makes no sense, at its end',
      options('--from tee.mode=on --to sla.seconds=-1'),
      '--from tee.mode: expected off or cc, got "on"',
    ],
    [
      'a metric that there is not',
      options('--to tee.mode=cc --metric latencySeconds.mena'),
      '--metric: expected the path of a metric (sealsim list metrics), got "latencySeconds.mena" (did you mean "latencySeconds.mean"?)',
    ],
    [
      'a metric of a model that there is not',
      options('--to tee.mode=cc --metric perModel.huge.latencySeconds.mean'),
      '--metric: expected a model of the scenario (tiny), got "huge"',
    ],
    [
      'what does not fit together',
      options('--to server.profile.models.tiny.weightsGiB=90,server.gpu.memoryGiB=100'),
      '--to: expected ends of which every mixture is a scenario, got weights of tiny that do not fit in GPU memory, with weights as at --to, all else as at --from',
    ],
    [
      'too many factors',
      options(
        `${LOSSLESS} --to tee.mode=cc,sla.seconds=9,arrivals.rate=1,durationSeconds=50,drainSeconds=5`,
        '--to strategy.batchCap=3,strategy.timerSigmas=2,server.rules.writeResults=false,server.unloadWhenIdle=true',
      ),
      '--to: expected ends that differ in at most 10 inputs, got 12 (swap-in time, inference time, believed timing, believed timer profile, σ multiple of timers, batch cap, held for writing, unloading when idle, arrivals, SLA, duration, drain) (go by a setting in between: --from A --to B, then --from B --to C)',
    ],
  ];

  it.each(cases)('%s', async (_, given, problem) => {
    const { code, out, err } = await explain(...given, '--out', at('refused'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(problem);
    expect(existsSync(at('refused'))).toBe(false);
  });

  it('other models', async () => {
    const models = 'models={mix: {granite-7b: 0.5, gemma-7b: 0.5}}';
    const { code, err } = await sealsim('explain', 'scenarios/sincere.yaml', '--to', models);
    expect(code).toBe(2);
    expect(err).toBe(
      '--to: expected the models of --from, in the same order, got granite-7b, gemma-7b (a change of the mix alone is a factor)\n',
    );
  });

  it('all problems at once, each once', async () => {
    const { err } = await explain(
      ...options('--from tee.mode=on,seed=3 --to tee.mode=off --metric x --replications 0'),
      ...options('--set sla.seconds=-1'),
    );
    const lines = err.trimEnd().split('\n');
    for (const part of [
      '--from tee.mode',
      '--from: expected a path',
      '--metric',
      '--replications',
    ]) {
      expect(lines.filter((line) => line.includes(part)).length).toBe(1);
    }
    expect(lines.filter((line) => line.includes('--set sla.seconds')).length).toBe(1);
  });
});
