import type { PiecewiseConfig } from '../../workload/config.js';

/** A sine wave around a mean rate. */
export interface Diurnal {
  readonly meanRate: number;
  readonly amplitude: number;
  readonly periodSeconds: number;
  readonly steps: number;
}

/**
 * A period in steps of equal length, each at the wave's mean over the step, so that the steps
 * have the wave's mean rate exactly. The wave starts at its mean and rises.
 */
export function diurnalSegments({
  meanRate,
  amplitude,
  periodSeconds,
  steps,
}: Diurnal): PiecewiseConfig['segments'] {
  const angle = (2 * Math.PI) / steps;
  return Array.from({ length: steps }, (_, step) => {
    const meanSine = (Math.cos(step * angle) - Math.cos((step + 1) * angle)) / angle;
    // Rounding may leave a rate of −1e-17 at the bottom of a full wave.
    const rate = Math.max(0, meanRate * (1 + amplitude * meanSine));
    return { seconds: periodSeconds / steps, rate };
  });
}
