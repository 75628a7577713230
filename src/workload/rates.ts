import type { RequestsPerSecond, Seconds } from '../units.js';
import type { ArrivalsConfig } from './config.js';
import { burstyMeanRate } from './mean-rate/bursty-rate.js';
import { gammaMeanRate } from './mean-rate/gamma-rate.js';
import { rampMeanRate } from './mean-rate/ramp-rate.js';
import { constantMeanRate } from './processes/constant.js';
import { piecewiseMeanRate } from './processes/piecewise.js';
import { poissonMeanRate } from './processes/poisson.js';
import { traceMeanRate } from './processes/trace-replay.js';

export { timeScaleForRate } from './mean-rate/bursty-rate.js';

/**
 * What an arrival process states of itself: the expected number of arrivals in [0, horizon)
 * divided by the horizon. Exact, or within 0.1 %; deterministic. A few milliseconds for bursty
 * and ramp.
 *
 * @param horizonSeconds > 0, finite.
 */
export function expectedRate(arrivals: ArrivalsConfig, horizonSeconds: Seconds): RequestsPerSecond {
  switch (arrivals.process) {
    case 'poisson':
      return poissonMeanRate(arrivals, horizonSeconds);
    case 'gamma':
      return gammaMeanRate(arrivals, horizonSeconds);
    case 'constant':
      return constantMeanRate(arrivals, horizonSeconds);
    case 'bursty':
      return burstyMeanRate(arrivals, horizonSeconds);
    case 'ramp':
      return rampMeanRate(arrivals, horizonSeconds);
    case 'piecewise':
      return piecewiseMeanRate(arrivals, horizonSeconds);
    case 'trace':
      return traceMeanRate(arrivals, horizonSeconds);
    case 'superposition':
      return arrivals.of.reduce(
        (sum, member) => sum + expectedRate(member.arrivals, horizonSeconds),
        0,
      );
  }
}
