import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRuns } from '../../../src/calibrate/tee/match.js';
import { teeRatios } from '../../../src/calibrate/tee/ratios.js';
import type { TeeRun } from '../../../src/calibrate/tee/runs.js';
import { unpairedDifference } from '../../../src/metrics/welch.js';
import { holds } from '../../support/property.js';
import { made, throughputs } from './made-up-runs.js';

function ratiosOf(runs: readonly TeeRun[]) {
  return teeRatios(matchRuns(runs).settings);
}

const rate = fc.double({ min: 0.1, max: 1e5, noNaN: true });
const several = fc.array(rate, { minLength: 2, maxLength: 5 });

describe('the ratio of one setting', () => {
  it('is that of geometric means, with Welch’s interval of the logarithms', () => {
    holds(
      fc.tuple(several, several),
      ([off, cc]) => {
        const [overall] = ratiosOf(throughputs({}, off, cc)).overall;
        const { difference } = unpairedDifference(off.map(Math.log), cc.map(Math.log));
        expect(Math.log(overall?.ratio ?? 0)).toBeCloseTo(difference.mean, 9);
        if (difference.ci95 === null) return expect(overall?.ci95).toBeNull();
        for (const end of [0, 1] as const) {
          expect(Math.log(overall?.ci95?.[end] ?? 0)).toBeCloseTo(difference.ci95[end], 6);
        }
      },
      200,
    );
  });

  it('says the same whichever mode is divided by which', () => {
    holds(
      fc.tuple(several, several),
      ([off, cc]) => {
        const [one] = ratiosOf(throughputs({}, off, cc)).overall;
        const [other] = ratiosOf(throughputs({}, cc, off)).overall;
        expect(Math.log(one?.ratio ?? 0)).toBeCloseTo(-Math.log(other?.ratio ?? 0), 9);
        expect(Math.log(one?.ci95?.[0] ?? 1)).toBeCloseTo(-Math.log(other?.ci95?.[1] ?? 1), 6);
      },
      200,
    );
  });

  it('of a single repetition has no interval', () => {
    const [overall] = ratiosOf(throughputs({}, [200], [150, 151, 149])).overall;
    expect(overall).toMatchObject({ ci95: null, runsOff: 1, runsCc: 3, comparison: 'independent' });
  });

  it('of pairs is free of what both share', () => {
    // Loads differ by a factor of five between repetitions, the TEE takes a tenth of each.
    const [overall] = ratiosOf(throughputs({}, [100, 200, 500], [90.1, 180, 449.9], true)).overall;
    expect(overall?.comparison).toBe('paired');
    expect(overall?.ratio).toBeCloseTo(0.9, 2);
    expect(overall?.ci95?.[0]).toBeGreaterThan(0.897);
    expect(overall?.ci95?.[1]).toBeLessThan(0.903);
    const [unpaired] = ratiosOf(throughputs({}, [100, 200, 500], [90.1, 180, 449.9])).overall;
    expect(unpaired?.ratio).toBeCloseTo(overall?.ratio ?? 0, 12);
    expect(unpaired?.ci95?.[0]).toBeLessThan(0.5);
  });
});

describe('ratios over settings', () => {
  const runs = [
    ...throughputs({ condition: '8b', concurrency: 1, inputTokens: 128 }, [100], [80]),
    ...throughputs({ condition: '8b', concurrency: 8, inputTokens: 128 }, [400], [360]),
    ...throughputs({ condition: '70b', concurrency: 1, inputTokens: 1024 }, [20], [20]),
  ];
  const ratios = ratiosOf(runs);

  it('count every setting the same, however many runs it has', () => {
    const more = [
      ...runs,
      ...throughputs({ condition: '70b', concurrency: 1, inputTokens: 1024 }, [20, 20], [20]),
    ];
    const geometric = Math.cbrt(0.8 * 0.9 * 1);
    for (const all of [ratios, ratiosOf(more)]) {
      expect(all.overall[0]?.ratio).toBeCloseTo(geometric, 12);
      expect(all.overall[0]).toMatchObject({ settings: 3, most: 1 });
      expect(all.overall[0]?.least).toBeCloseTo(0.8, 12);
    }
  });

  it('are given by condition, concurrency and length', () => {
    const named = (each: readonly { group: string; ratio: number }[]) =>
      each.map(({ group, ratio }) => [group, ratio.toFixed(4)]);
    expect(named(ratios.condition)).toEqual([
      ['8b', Math.sqrt(0.72).toFixed(4)],
      ['70b', '1.0000'],
    ]);
    expect(named(ratios.concurrency)).toEqual([
      ['1', Math.sqrt(0.8).toFixed(4)],
      ['8', '0.9000'],
    ]);
    expect(named(ratios.length)).toEqual([
      ['128 in, ? out', Math.sqrt(0.72).toFixed(4)],
      ['1024 in, ? out', '1.0000'],
    ]);
  });

  it('have an interval only if each setting was repeated', () => {
    const repeated = throughputs({ concurrency: 4 }, [100, 101], [90, 92]);
    expect(ratiosOf(repeated).overall[0]?.ci95).not.toBeNull();
    const mixed = ratiosOf([...repeated, ...throughputs({ concurrency: 8 }, [200], [190])]);
    expect(mixed.overall[0]?.ci95).toBeNull();
    expect(mixed.concurrency.map(({ ci95 }) => ci95 === null)).toEqual([false, true]);
  });

  it('are of what both modes measured: no value is not 0', () => {
    const only = (mode: TeeRun['mode'], ttftSeconds: number | null) =>
      made(mode, {}, { ttftSeconds, tpotSeconds: mode === 'off' ? 0.02 : null });
    const { overall } = ratiosOf([only('off', 0.1), only('off', null), only('cc', 0.12)]);
    expect(overall.map(({ measure }) => measure)).toEqual(['ttftSeconds']);
    expect(overall[0]?.ratio).toBeCloseTo(1.2, 12);
    expect(overall[0]).toMatchObject({ runsOff: 1, runsCc: 1 });
  });
});
