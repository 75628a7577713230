import fc from 'fast-check';

/**
 * Times are multiples of a quarter second in a `grid` scenario, so that many things happen at one
 * instant, and are drawn from continuous ranges in a `free` one, so that hardly two do.
 */
export type Style = 'grid' | 'free';

/** Seconds in [min, max], in the style. */
export function seconds(style: Style, min: number, max: number): fc.Arbitrary<number> {
  if (style === 'free') return uniform(min, max);
  const steps = fc.integer({ min: Math.ceil(min * 4), max: Math.floor(max * 4) });
  return steps.map((step) => step / 4);
}

const UNIFORM_STEPS = 1_000_003;

/**
 * Spread evenly over [min, max], unlike `fc.double`, which favours the smallest and the ends: two
 * such times do not meet but by design. An exact 0, where allowed, is worth a case of its own.
 */
export function uniform(min: number, max: number): fc.Arbitrary<number> {
  const step = fc.noBias(fc.integer({ min: 1, max: UNIFORM_STEPS }));
  const inside = step.map((k) => min + ((max - min) * k) / UNIFORM_STEPS);
  if (min > 0) return inside;
  return fc.oneof({ arbitrary: fc.constant(0), weight: 1 }, { arbitrary: inside, weight: 5 });
}

/** Positive weights that sum to 1, `count` of them. */
export function shares(count: number): fc.Arbitrary<number[]> {
  const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: count, maxLength: count });
  return weights.map((list) => {
    const sum = list.reduce((a, b) => a + b, 0);
    return list.map((weight) => weight / sum);
  });
}
