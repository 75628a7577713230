import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../src/analysis/measurement.js';
import { cellsOf } from '../../src/analysis/tee/cells.js';
import { costOf, onTimeOf, priceQuantities } from '../../src/analysis/tee/operations.js';
import { cellWarnings, onTimeWarnings, runWarnings } from '../../src/analysis/tee/warnings.js';
import { mean, requests, run, throughput } from './runs.js';

const SEVEN = { off: 7, cc: 7, currency: 'EUR' };

function columns(e2e: readonly number[]): Measurement['perRequest'] {
  return {
    startSeconds: null,
    inputTokens: null,
    outputTokens: null,
    ttftSeconds: null,
    e2eSeconds: Float64Array.from(e2e),
  };
}

function price(name: string, of: Measurement, prices = SEVEN, sla: number | null = null) {
  const quantity = priceQuantities(prices, sla).find((each) => each.name === name);
  return quantity?.read(of) ?? null;
}

const HOUR = run('hour', {
  teeMode: 'cc',
  durationSeconds: 3600,
  totalInputTokens: 3e6,
  totalOutputTokens: 1e6,
  requests: requests({ completed: 2000 }),
});

describe('the cost of a run', () => {
  it('is that of seed 000: duration / 3600 × 7 €', () => {
    expect(costOf(run('a', { durationSeconds: 90 }), SEVEN)).toBeCloseTo(0.175, 12);
    expect(costOf(run('a'), SEVEN)).toBeNull();
  });

  it('is by mode, and not known where that is not said and prices differ', () => {
    const prices = { off: 7, cc: 9, currency: 'EUR' };
    expect(costOf(HOUR, prices)).toBe(9);
    expect(costOf({ ...HOUR, teeMode: 'off' }, prices)).toBe(7);
    expect(costOf({ ...HOUR, teeMode: null }, prices)).toBeNull();
    expect(costOf({ ...HOUR, teeMode: null }, SEVEN)).toBe(7);
  });
});

describe('prices', () => {
  it('are of what the hour brought', () => {
    expect(price('cost_per_million_output_tokens', HOUR)).toBeCloseTo(7, 12);
    expect(price('cost_per_million_tokens', HOUR)).toBeCloseTo(7 / 4, 12);
    expect(price('cost_per_1000_requests', HOUR)).toBeCloseTo(3.5, 12);
  });

  it('are by rates where durations are not known', () => {
    const rates = run('rates', {
      throughput: throughput({ outputTokensPerSecond: 1e6 / 3600, requestsPerSecond: 1 / 3.6 }),
    });
    expect(price('cost_per_million_output_tokens', rates)).toBeCloseTo(7, 9);
    expect(price('cost_per_1000_requests', rates)).toBeCloseTo(7, 9);
    expect(price('cost_per_million_tokens', rates)).toBeNull();
  });

  it('are not 0, nor infinite, where nothing was done', () => {
    const nothing = { ...HOUR, requests: requests({ completed: 0 }), totalOutputTokens: 0 };
    expect(price('cost_per_1000_requests', nothing)).toBeNull();
    expect(price('cost_per_million_output_tokens', nothing)).toBeNull();
  });

  it('of requests on time pay for the late ones too', () => {
    const late = { ...HOUR, perRequest: columns([1, 2, 3, 4]) };
    expect(price('cost_per_1000_on_time', late, SEVEN, 3)).toBeCloseTo((7 / 2) * 1000, 9);
  });
});

describe('requests on time', () => {
  it('have a latency below the SLA, not at it; one that is not known is not on time', () => {
    const each = run('a', { perRequest: columns([0.5, 1, Number.NaN]) });
    expect(onTimeOf(each, 1).requests).toBe(1);
  });

  it('are as the source counted them, if for that SLA', () => {
    const counted = run('a', { onTime: { slaSeconds: 60, requests: 12 } });
    expect(onTimeOf(counted, null).requests).toBe(12);
    expect(onTimeOf(counted, 60).requests).toBe(12);
    expect(onTimeOf(counted, 40)).toMatchObject({ requests: null });
    expect(onTimeOf(counted, 40).reason).toContain('an SLA of 60 s only');
  });

  it('are not known without an SLA, or latencies of single requests', () => {
    expect(onTimeOf(run('a'), null).reason).toContain('--sla');
    expect(onTimeOf(run('a'), 1).reason).toContain('--save-detailed');
  });

  it('that none is has no price, and that is said', () => {
    const late = { ...HOUR, perRequest: columns([5, 6]) };
    expect(price('cost_per_1000_on_time', late, SEVEN, 1)).toBeNull();
    expect(onTimeWarnings([late], 1)).toEqual([
      'hour: no request is on time: there is no price of one',
    ]);
  });
});

describe('what is odd about runs', () => {
  it('names each file in which requests failed', () => {
    const failed = run('bad.json', {
      teeMode: 'off',
      durationSeconds: 1,
      requests: requests({ total: 100, completed: 97, failed: 3 }),
    });
    expect(runWarnings([failed, HOUR])).toEqual(['bad.json: of 100 requests, 3 failed']);
  });

  it('doubts repetitions that bear the same number, or none at all', () => {
    const twice = cellsOf([
      run('a', { condition: 'x', repetition: 0, teeMode: 'cc' }),
      run('b', { condition: 'x', repetition: 1, teeMode: 'cc' }),
      run('c', { condition: 'x', repetition: 0, teeMode: 'cc' }),
      run('d', { condition: 'x', repetition: 0, teeMode: 'off' }),
    ]);
    expect(cellWarnings(twice, () => 'x')).toEqual([
      'x: taken as repetitions of one setting, though several are repetition 0: a, c',
    ]);
    const unsaid = cellsOf([run('a', { model: 'm' }), run('b', { model: 'm' })]);
    expect(cellWarnings(unsaid, () => 'm')).toEqual([
      'm: taken as repetitions of one setting, as they differ in nothing that they say: a, b',
    ]);
  });

  it('doubts repetitions of simulations that differ in more than their random numbers', () => {
    const simulated = (id: string, randomNumbers: string, server: string) =>
      run(id, {
        ...{ origin: 'simulated', condition: 'x', teeMode: 'cc', repetition: 0 },
        simulation: { randomNumbers, settings: { server, strategy: 'same' } },
      });
    const warned = (...runs: readonly Measurement[]) => cellWarnings(cellsOf(runs), () => 'x');
    const alone = 'x: no run with the TEE off';
    const text = 'x: taken as repetitions of one setting, though';
    // Replications of other seeds bear the same numbers.
    expect(warned(simulated('a', 'seed 1', '{}'), simulated('b', 'seed 2', '{}'))).toEqual([alone]);
    expect(warned(simulated('a', 'seed 1', '{}'), simulated('b', 'seed 1', '{}'))).toEqual([
      alone,
      `${text} several are seed 1: a, b`,
    ]);
    expect(warned(simulated('a', 'seed 1', '{}'), simulated('b', 'seed 2', '[]'))).toEqual([
      alone,
      `${text} they differ in server: a, b`,
    ]);
  });

  it('misses the other mode, and lengths that agree', () => {
    const facts = { condition: 'x', teeMode: 'cc' } as const;
    const cells = cellsOf([
      run('a', { ...facts, repetition: 0, inputTokens: mean(100) }),
      run('b', { ...facts, repetition: 1, inputTokens: mean(120) }),
    ]);
    expect(cellWarnings(cells, () => 'x')).toEqual([
      'x: no run with the TEE off',
      'x: mean input lengths of its runs are 100 to 120 tokens',
    ]);
  });

  it('names few runs, and counts many', () => {
    const unsaid = Array.from({ length: 5 }, (_, at) => run(`${at}.json`, { durationSeconds: 1 }));
    const text = 'the TEE mode is not said, so it is compared with nothing';
    expect(runWarnings(unsaid.slice(0, 2).concat(HOUR))).toEqual([`0.json, 1.json: ${text}`]);
    expect(runWarnings(unsaid.concat(HOUR))).toEqual([`0.json and 4 more: ${text}`]);
    expect(runWarnings(unsaid)).toEqual([`all 5 runs: ${text}`]);
  });
});
