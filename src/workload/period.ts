import type { Seconds } from '../units.js';
import type { ArrivalsConfig } from './config.js';

/**
 * After how long the expected rate of arrivals repeats itself, s; null where it does not vary with
 * time, or never repeats. Of several processes at once the longest period.
 */
export function arrivalsPeriod(arrivals: ArrivalsConfig): Seconds | null {
  switch (arrivals.process) {
    case 'ramp':
      return arrivals.upSeconds + arrivals.downSeconds;
    case 'piecewise':
      return arrivals.repeat
        ? arrivals.segments.reduce((sum, { seconds }) => sum + seconds, 0)
        : null;
    case 'superposition': {
      const periods = arrivals.of.map((member) => arrivalsPeriod(member.arrivals) ?? 0);
      return Math.max(...periods) || null;
    }
    default:
      return null;
  }
}
