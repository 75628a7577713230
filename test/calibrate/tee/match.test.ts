import { describe, expect, it } from 'vitest';
import { blankMeasurement, type Measurement } from '../../../src/analysis/measurement.js';
import { matchRuns } from '../../../src/calibrate/tee/match.js';
import { settingText, teeRuns } from '../../../src/calibrate/tee/runs.js';
import { made, NO_SETTING, throughputs } from './made-up-runs.js';

describe('matching runs with the TEE on and off', () => {
  it('puts runs together that agree in everything that was asked of them', () => {
    const { settings, notes } = matchRuns([
      ...throughputs({ model: 'a', concurrency: 8 }, [100, 102, 104], [90, 91]),
      ...throughputs({ model: 'a', concurrency: 4 }, [50], [40]),
      ...throughputs({ model: 'b', concurrency: 4 }, [30], [20]),
    ]);
    expect(notes).toEqual([]);
    const sizes = settings.map(({ setting, off, cc }) => [
      setting.model,
      setting.concurrency,
      off.length,
      cc.length,
    ]);
    expect(sizes).toEqual([
      ['a', 4, 1, 1],
      ['a', 8, 3, 2],
      ['b', 4, 1, 1],
    ]);
  });

  it.each([
    ['experiment', { experiment: 'x' }, { experiment: 'y' }],
    ['condition', { condition: '8b' }, { condition: '70b' }],
    ['serving', { serving: '1 × TP 1' }, { serving: '1 × TP 2' }],
    ['rate', { requestsPerSecond: 4 }, { requestsPerSecond: Number.POSITIVE_INFINITY }],
    ['output length', { outputTokens: 128 }, { outputTokens: 256 }],
  ])('never across another %s: both are left out, and told', (_, off, cc) => {
    const { settings, notes } = matchRuns([
      made('off', off, { ttftSeconds: 1 }),
      made('cc', cc, { ttftSeconds: 2 }),
    ]);
    expect(settings).toEqual([]);
    expect(notes).toHaveLength(2);
    expect(notes[0]).toContain('no run with the TEE on, left out');
    expect(notes[1]).toContain('no run with the TEE off, left out');
  });

  it('pairs repetitions that share their random draws, whatever their order', () => {
    const [first, second, third, fourth] = throughputs({}, [10, 20], [9, 18], true);
    if (!(first && second && third && fourth)) throw new Error('four runs');
    const { settings } = matchRuns([second, fourth, third, first]);
    expect(settings[0]?.isPaired).toBe(true);
    expect(settings[0]?.off).toEqual([first, second]);
    expect(settings[0]?.cc).toEqual([third, fourth]);
  });

  it('leaves out, and names, a repetition that the other mode has not', () => {
    const { settings, notes } = matchRuns(throughputs({}, [10, 20, 30], [9, 18], true));
    expect(settings[0]?.off).toHaveLength(2);
    expect(notes).toEqual(['all runs: without a partner, left out: off {} 2']);
  });

  it('takes repetitions for independent where a number stands for several runs', () => {
    const twice = made('off', {}, { outputTokensPerSecond: 11 }, 0);
    const { settings, notes } = matchRuns([...throughputs({}, [10], [9], true), twice]);
    expect(settings[0]).toMatchObject({ isPaired: false });
    expect(notes[0]).toContain('compared as independent');
  });

  it('says when the modes ran on different GPUs', () => {
    const [off, cc] = throughputs({}, [10], [9]);
    if (!(off && cc)) throw new Error('two runs');
    const { notes } = matchRuns([
      { ...off, gpu: 'H100 PCIe' },
      { ...cc, gpu: 'H100 SXM' },
    ]);
    expect(notes[0]).toContain('runs on different GPUs (H100 PCIe, H100 SXM)');
  });
});

describe('runs of measurements', () => {
  const blank = (changes: Partial<Measurement>): Measurement => ({
    ...blankMeasurement('m', { format: 'vllm', file: 'm.json', item: 0, tool: null }),
    teeMode: 'off',
    ...changes,
  });
  const statistic = (mean: number | null) => ({
    mean,
    sd: null,
    min: null,
    max: null,
    quantiles: [],
  });

  it('are those of which the mode is known', () => {
    expect(teeRuns([blank({ teeMode: null }), blank({ teeMode: 'cc' })])).toHaveLength(1);
  });

  it('share their noise where they were simulated, and nowhere else', () => {
    const pairs = teeRuns([
      blank({ origin: 'simulated', repetition: 3 }),
      blank({ origin: 'measured', repetition: 3 }),
    ]).map(({ pair }) => pair);
    expect(pairs).toEqual([3, null]);
  });

  it('of a simulation are of one setting, though each replication drew its own arrivals', () => {
    const runs = ['off', 'cc'].flatMap((mode) =>
      [0, 1].map((repetition) =>
        blank({
          origin: 'simulated',
          teeMode: mode === 'off' ? 'off' : 'cc',
          repetition,
          source: { format: 'sealsim', file: `${mode}/summary.json`, item: repetition, tool: null },
          load: { ...blank({}).load, requestsPerSecond: 4 + 0.1 * repetition },
          throughput: { ...blank({}).throughput, outputTokensPerSecond: 10 + repetition },
        }),
      ),
    );
    const { settings, notes } = matchRuns(teeRuns(runs));
    expect(notes).toEqual([]);
    expect(settings.map(({ isPaired, off }) => [isPaired, off.length])).toEqual([[true, 2]]);
    expect(settings[0]?.setting.requestsPerSecond).toBe(4);
  });

  it('have no value where nothing was measured, and none for a time or rate of 0', () => {
    const [run] = teeRuns([
      blank({
        throughput: { ...blank({}).throughput, outputTokensPerSecond: 0 },
        latencies: { ...blank({}).latencies, ttft: statistic(0.25), tpot: statistic(null) },
      }),
    ]);
    expect(run?.values).toMatchObject({
      outputTokensPerSecond: null,
      ttftSeconds: 0.25,
      tpotSeconds: null,
    });
  });

  it('take the measured length of prompts, to ten tokens, where none was asked for', () => {
    const [one, other] = teeRuns([
      blank({ inputTokens: statistic(1023.4) }),
      blank({
        inputTokens: statistic(1023.4),
        load: { ...blank({}).load, inputTokens: 1000 },
      }),
    ]);
    expect(one?.setting.inputTokens).toBe(1020);
    expect(other?.setting.inputTokens).toBe(1000);
  });
});

describe('the name of a setting', () => {
  it('has what is known of it', () => {
    const setting = { ...NO_SETTING, model: 'a', concurrency: 8, inputTokens: 0 };
    expect(settingText(setting)).toBe('a, concurrency 8, 0 input tokens');
    expect(settingText(setting, ['concurrency'])).toBe('a, 0 input tokens');
    expect(settingText(NO_SETTING)).toBe('all runs');
  });
});
