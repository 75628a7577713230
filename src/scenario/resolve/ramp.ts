import type { RampConfig } from '../../workload/config.js';
import { RAMP_NOMINAL_RATES, rampPreset } from '../../workload/ramp-presets.js';
import type { RampInput } from '../schema/arrivals.js';
import type { Path } from '../text/tree.js';
import { type Context, figure, report } from './context.js';

/** A ramp from a nominal rate, or from its four values. */
export function resolveRamp(
  { rate, minRate, maxRate, upSeconds, downSeconds, first }: RampInput,
  path: Path,
  context: Context,
): RampConfig | undefined {
  const values = { minRate, maxRate, upSeconds, downSeconds };
  const given = Object.values(values).filter((value) => value !== undefined).length;
  const names = 'minRate, maxRate, upSeconds, downSeconds';
  if (given === 0 && rate !== undefined) {
    const preset = rampPreset(rate);
    if (preset === undefined) {
      const expected = `a nominal rate (one of ${RAMP_NOMINAL_RATES.join(', ')})`;
      report(context, [...path, 'rate'], expected, figure(rate), `or give ${names}`);
    }
    return preset && { process: 'ramp', ...preset, first };
  }
  if (
    minRate === undefined ||
    maxRate === undefined ||
    upSeconds === undefined ||
    downSeconds === undefined
  ) {
    report(context, path, `a nominal rate, or all of ${names}`, given === 0 ? 'neither' : 'some');
    return undefined;
  }
  if (rate !== undefined) {
    report(context, [...path, 'rate'], `no rate beside ${names}`, figure(rate));
    return undefined;
  }
  if (maxRate < minRate) {
    report(context, [...path, 'maxRate'], `a rate ≥ minRate (${minRate})`, figure(maxRate));
    return undefined;
  }
  return { process: 'ramp', minRate, maxRate, upSeconds, downSeconds, first };
}
