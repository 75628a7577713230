import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksOf } from '../../../src/report/pareto/looks.js';
import { group, type MadeUp, madeUpRun } from '../../analysis/pareto/made-up-runs.js';
import { holds } from '../../support/property.js';
import { reportOf } from './made-up-report.js';

const looksFor = (runs: readonly MadeUp[]) => looksOf(reportOf(runs.map(madeUpRun)).scenarios);
const visible = ({ colour, fill, shape, size }: ReturnType<typeof looksFor>['all'][number]) =>
  JSON.stringify([colour, fill, shape, size]);

const anyRun = fc
  .record({
    replicas: fc.integer({ min: 1, max: 8 }),
    tensor: fc.constantFrom(1, 2, 4, 8),
    teeMode: fc.constantFrom('off' as const, 'cc' as const),
    origin: fc.constantFrom('measured' as const, 'simulated' as const),
  })
  .map(({ replicas, tensor, ...rest }) => ({
    serving: [group('replica', replicas, tensor)],
    ...rest,
  }));

describe('looks', () => {
  it('tell every line from every other', () => {
    holds(
      fc.array(anyRun, { minLength: 1, maxLength: 40 }),
      (runs) => {
        const { all, alike } = looksFor(runs);
        expect(alike).toBe(0);
        expect(new Set(all.map(visible)).size).toBe(all.length);
      },
      200,
    );
  });

  it('tell TEE modes and origins apart without colour, and by nothing else', () => {
    const both = ['off', 'cc'] as const;
    const runs = both.flatMap((teeMode) =>
      (['measured', 'simulated'] as const).map((origin) => ({ teeMode, origin })),
    );
    const { all } = looksFor(runs);
    expect(all.map(({ label }) => label)).toEqual([
      '1×TP2, CC off, measured',
      '1×TP2, CC off, simulated',
      '1×TP2, CC on, measured',
      '1×TP2, CC on, simulated',
    ]);
    expect(new Set(all.map(({ colour, shape }) => colour + shape)).size).toBe(1);
    expect(new Set(all.map(({ size, fill }) => `${size} ${fill}`)).size).toBe(4);
    expect(new Set(all.map(({ dash }) => dash.join())).size).toBe(4);
  });

  it('give up to eight configurations a colour each, and more a colour by how they are cut', () => {
    const runs = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        serving: [group('replica', 1 + Math.floor(at / 2), at % 2 === 0 ? 2 : 4)],
      }));
    const few = looksFor(runs(8));
    expect(few.byFamily).toBe(false);
    expect(new Set(few.all.map(({ colour }) => colour)).size).toBe(8);
    const many = looksFor(runs(10));
    expect(many.byFamily).toBe(true);
    expect(new Set(many.all.map(({ colour }) => colour)).size).toBe(2);
    expect(many.familyStarts).toEqual([0, 5]);
  });

  it('say how many look like another where there are more than can be told apart', () => {
    const runs = Array.from({ length: 70 }, (_, at) => ({
      serving: [group('replica', 1 + at, 2)],
    }));
    expect(looksFor(runs).alike).toBe(70 - 64);
  });
});
