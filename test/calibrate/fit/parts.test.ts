import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascending, mean, quantileOf, sampleSd } from '../../../src/calibrate/fit/estimate.js';
import { quantileTable } from '../../../src/calibrate/fit/fit-inference.js';
import { fitProportionalLine } from '../../../src/calibrate/fit/fit-line.js';
import { fitRace } from '../../../src/calibrate/fit/fit-race.js';
import { foldsByCell } from '../../../src/calibrate/fit/folds.js';
import type { MeasuredRun } from '../../../src/interop/measured.js';
import { QuantileTable } from '../../../src/timing/quantile-table.js';
import { data, measure, WORLD } from './world.js';

const positive = fc.double({ min: 0.01, max: 100, noNaN: true });

describe('fitProportionalLine', () => {
  it('goes through points on a line, whatever line', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const points = [1, 2, 4, 8, 16].map((x) => ({ x, y: a + b * x }));
        const line = fitProportionalLine(points);
        expect(line?.a).toBeCloseTo(a, 6);
        expect(line?.b).toBeCloseTo(b, 6);
        expect(line?.outliers).toBe(0);
      }),
    );
  });

  it('needs three points and two sizes', () => {
    expect(fitProportionalLine([{ x: 1, y: 1 }])).toBeUndefined();
    expect(fitProportionalLine([1, 2, 3].map((y) => ({ x: 8, y })))).toBeUndefined();
  });
});

describe('quantileTable', () => {
  it('keeps the mean of the values, and their order', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 2, maxLength: 200 }), (values) => {
        const table = quantileTable(ascending(values));
        expect(new QuantileTable(table).mean / mean(values)).toBeCloseTo(1, 9);
        expect(table).toEqual(ascending(table));
      }),
    );
  });

  it('keeps levels that many values share', () => {
    const values = [...Array(40).fill(1), ...Array(60).fill(1.5)];
    const table = new QuantileTable(quantileTable(values));
    const middle = [0.1, 0.3, 0.5, 0.7, 0.9].map((u) => table.at(u) / (table.mean / mean(values)));
    expect(middle[1]).toBeCloseTo(middle[0] ?? 0, 9);
    expect(middle[4]).toBeCloseTo(middle[3] ?? 0, 9);
    expect((middle[4] ?? 0) / (middle[0] ?? 1)).toBeCloseTo(1.5, 9);
  });
});

describe('quantileOf and sampleSd', () => {
  it('agree with hand-made values', () => {
    expect(quantileOf([1, 2, 4], 0.5)).toBe(2);
    expect(quantileOf([1, 2, 4], 0.75)).toBe(3);
    expect(quantileOf([7], 0.9)).toBe(7);
    expect(sampleSd([1, 2, 3, 4])).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(sampleSd([1])).toBeNaN();
  });
});

describe('foldsByCell', () => {
  it('holds every run out once, and never fits on its cell', () => {
    const cells = fc.array(fc.tuple(fc.constantFrom(4, 8, 12), fc.constantFrom(40, 60)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(cells, (chosen) => {
        const runs = chosen.map(([nominalRate, slaSeconds], k) =>
          measure(WORLD, { id: `${k}`, nominalRate, slaSeconds, batches: 0 }),
        );
        const folds = foldsByCell(data(runs));
        const held = folds.flatMap(({ heldOut }) => heldOut.runs.map(({ id }) => id));
        expect(held.toSorted()).toEqual(runs.map(({ id }) => id).toSorted());
        for (const { heldOut, training } of folds) {
          expect(heldOut.runs.length + training.runs.length).toBe(runs.length);
          const inside = new Set(heldOut.runs.map(cell));
          expect(inside.size).toBe(1);
          expect(training.runs.some((run) => inside.has(cell(run)))).toBe(false);
        }
      }),
    );
  });
});

describe('fitRace', () => {
  const batch = {
    model: 0,
    size: 4,
    startedAt: 0,
    loadedAt: Number.NaN,
    inferenceSeconds: 1,
    writtenAt: 1,
    trigger: 'size' as const,
  };
  const run = (
    arrivals: number,
    sizes: readonly number[],
    trigger = batch.trigger,
  ): MeasuredRun => ({
    ...measure(WORLD, { id: `${arrivals} ${sizes}`, batches: 0 }),
    requests: {
      arrivals: new Float64Array(arrivals),
      models: new Uint16Array(arrivals),
      batches: new Int32Array(arrivals),
      latencies: new Float64Array(arrivals),
    },
    batches: sizes.map((size) => ({ ...batch, size, trigger })),
  });

  it('counts triggers beyond those that arrivals make', () => {
    const measured = run(403, [4, 4]);
    const race = fitRace(data([measured]), new Map([[measured.id, 105]]));
    expect(race?.n).toBe(100);
    expect(race?.value).toBeCloseTo(0.05, 12);
    expect(race?.weaklyIdentified).toMatch(/only 5/);
  });

  it('lets runs that count fewer triggers than are due weigh against those that count more', () => {
    const [over, under] = [run(400, [4]), run(396, [4])];
    const race = fitRace(
      data([over, under]),
      new Map([
        [over.id, 107],
        [under.id, 97],
      ]),
    );
    expect(race?.value).toBeCloseTo((107 - 100 + 97 - 99) / 199, 12);
    const few = fitRace(data([under]), new Map([[under.id, 97]]));
    expect(few?.value).toBe(0);
  });

  it('learns nothing from runs of several sizes, or without a count', () => {
    const mixed = run(403, [4, 5]);
    expect(fitRace(data([mixed]), new Map([[mixed.id, 105]]))).toBeNull();
    expect(fitRace(data([run(403, [4])]), new Map())).toBeNull();
  });
});

function cell({ nominalRate, slaSeconds }: MeasuredRun): string {
  return `${nominalRate} ${slaSeconds}`;
}
