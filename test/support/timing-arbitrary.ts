import fc from 'fast-check';
import type {
  BatchLine,
  BatchTable,
  DurationFamily,
  LoadStage,
  MeanSd,
  ModelTiming,
} from '../../src/timing/config.js';
import { type Style, seconds } from './arbitrary-style.js';
import type { ModelParts } from './scenario-builder.js';

/** Times that depend on another model are drawn for as many as a scenario may have. */
const MOST_MODELS = 4;

/** One model: timings of any form and family, which vary off the grid only. */
export function model(style: Style): fc.Arbitrary<ModelParts> {
  return fc.record({
    weightsGiB: fc.constantFrom(10, 20, 35, 50),
    maxBatch: fc.constantFrom(2, 3, 8, Number.POSITIVE_INFINITY),
    bestBatch: fc.integer({ min: 1, max: 5 }),
    batch: batch(style),
    swap: swap(style),
    busyLoopLoadExtraSeconds: seconds(style, 0, 4),
  });
}

function batch(style: Style): fc.Arbitrary<ModelTiming['batch']> {
  if (style === 'grid') return line(style);
  return fc.oneof({ arbitrary: line(style), weight: 2 }, { arbitrary: table(), weight: 1 });
}

function line(style: Style): fc.Arbitrary<BatchLine> {
  return spread(style).chain(({ family, cv }) =>
    fc.record({
      form: fc.constant('line' as const),
      a: seconds(style, 0.25, 3),
      b: seconds(style, 0, 0.5),
      cv: fc.constant(cv),
      family: fc.constant(family),
    }),
  );
}

/** No batch of a small scenario is larger. */
const LARGEST_BATCH = 1000;

function table(): fc.Arbitrary<BatchTable> {
  const point = fc.record({
    step: fc.integer({ min: 1, max: 4 }),
    rise: seconds('free', 0, 1),
  });
  const points = fc.array(point, { minLength: 1, maxLength: 4 });
  const beyond = fc.constantFrom<BatchTable['beyond']>('error', 'linear');
  return fc
    .tuple(points, spread('free'), seconds('free', 0.25, 2), beyond)
    .map(([steps, { family, cv }, least, past]) => {
      const sizes = runningSums(steps.map(({ step }) => step));
      const mean = runningSums(steps.map(({ rise }) => rise)).map((rise) => least + rise);
      if (past === 'error') {
        sizes.push(LARGEST_BATCH);
        mean.push((mean.at(-1) ?? least) + 20);
      }
      const sd = mean.map((value) => value * cv);
      return { form: 'table', sizes, mean, sd, family, beyond: past };
    });
}

interface Spread {
  readonly family: DurationFamily;
  readonly cv: number;
}

function spread(style: Style): fc.Arbitrary<Spread> {
  if (style === 'grid') return fc.constant({ family: 'constant', cv: 0 });
  return fc.constantFrom<Spread>(
    { family: 'constant', cv: 0 },
    { family: 'exponential', cv: 1 },
    { family: 'normal', cv: 0.3 },
    { family: 'normal', cv: 0.8 },
    { family: 'gamma', cv: 0.3 },
    { family: 'gamma', cv: 1.5 },
    { family: 'lognormal', cv: 0 },
    { family: 'lognormal', cv: 0.7 },
  );
}

function swap(style: Style): fc.Arbitrary<ModelTiming['swap']> {
  return spread(style).chain(({ family, cv }) => {
    const duration = (min: number, max: number): fc.Arbitrary<MeanSd> =>
      seconds(style, min, max).map((mean) => ({ mean, sd: cv * mean }));
    const independent = fc.record({
      form: fc.constant('independent' as const),
      load: duration(0.5, 5),
      unload: duration(0.25, 1),
      firstLoad: fc.option(duration(0.5, 5)),
      family: fc.constant(family),
    });
    const disk = fc.record({
      form: fc.constant('disk' as const),
      load: seconds(style, 0.5, 4),
      unload: seconds(style, 0.25, 1),
      weightsGiB: fc.constantFrom(8, 16),
      diskGiBPerSecond: fc.constantFrom(4, 8),
      uncached: fc.constant({ first: 0.5, returning: 0.25, otherwise: 1 }),
      cv: fc.constant(cv),
      runCv: fc.constant(cv),
      family: fc.constant(family),
    });
    const byLast = fc.array(duration(0.5, 5), { minLength: MOST_MODELS, maxLength: MOST_MODELS });
    const history = fc.record({
      form: fc.constant('history' as const),
      load: seconds(style, 0.5, 4),
      unload: seconds(style, 0.25, 1),
      first: duration(0.5, 5),
      second: duration(0.5, 5),
      returning: byLast,
      otherwise: byLast,
      runCv: fc.constant(cv),
      family: fc.constant(family),
    });
    const stage = fc.record({
      name: fc.constant('stage'),
      place: fc.constantFrom<LoadStage['place']>('disk', 'host', 'gpu'),
      giBPerSecond: fc.constantFrom(10, 20, Number.POSITIVE_INFINITY),
      seconds: seconds(style, 0.25, 1),
    });
    const stages = fc.record({
      form: fc.constant('stages' as const),
      stages: fc.array(stage, { minLength: 1, maxLength: 3 }),
      weightsGiB: fc.constantFrom(10, 20),
      chunkGiB: fc.constantFrom(5, Number.POSITIVE_INFINITY),
      unload: seconds(style, 0.25, 1),
      cv: fc.constant(cv),
      family: fc.constant(family),
    });
    return fc.oneof(independent, disk, history, stages);
  });
}

function runningSums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}
