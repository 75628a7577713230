import type { TeeFactors } from '../factors.js';
import type { ComposedTee } from './compose.js';

/** A measured loss of throughput beside what the effects that act come to. */
export interface LossBeside {
  readonly effect: string;
  readonly model: string | null;
  readonly concurrency: number | null;
  readonly inputTokens: number | null;
  readonly measured: number;
  /** Between what the measured loss lay; null if the source does not say. */
  readonly spread: readonly [low: number, high: number] | null;
  /** Null without the concurrency and the throughput with confidential computing off. */
  readonly predicted: number | null;
}

/** Every measured loss in the presets. */
export function lossesBeside({ effects, factors }: ComposedTee): readonly LossBeside[] {
  return effects.flatMap(({ name, effect }) => {
    if (effect.kind !== 'throughput') return [];
    return effect.points.map(({ loss, offTokensPerSecond, concurrency, ...point }): LossBeside => {
      const known = typeof loss === 'number' ? { value: loss, low: undefined } : loss;
      const { low, high } = { high: undefined, ...known };
      return {
        effect: name,
        model: point.model ?? null,
        concurrency: concurrency ?? null,
        inputTokens: point.inputTokens ?? null,
        measured: known.value,
        spread: low === undefined || high === undefined ? null : [low, high],
        predicted:
          concurrency === undefined || offTokensPerSecond === undefined
            ? null
            : predictedLoss(factors, concurrency, offTokensPerSecond),
      };
    });
  });
}

/**
 * The share of the output that is lost when every step of n requests takes longer: a step takes
 * n / throughput, since it gives each of them one token.
 */
export function predictedLoss(
  { inference, perStepSeconds, perSequenceSeconds }: TeeFactors,
  concurrency: number,
  offTokensPerSecond: number,
): number {
  const off = concurrency / offTokensPerSecond;
  const cc = off * inference + perStepSeconds + perSequenceSeconds * concurrency;
  return 1 - off / cc;
}
