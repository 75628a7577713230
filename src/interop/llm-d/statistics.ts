import type { Quantile, Statistic } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';
import { type Quantity, unitFactor, unitsOf } from '../units.js';

/** The quantiles that a statistic of a report may have, ascending (`Statistics` of the schemas). */
export const REPORT_QUANTILES: readonly (readonly [key: string, p: number])[] = [
  ['p0p1', 0.001],
  ['p1', 0.01],
  ['p5', 0.05],
  ['p10', 0.1],
  ['p25', 0.25],
  ['p50', 0.5],
  ['p75', 0.75],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p99p9', 0.999],
];

/** A measurement holds samples of power, and energy follows from those alone. */
export const POWER_NOTE = 'power is given as statistics, not as samples: left out';

/**
 * A statistic of a report in the house's unit; null when there is none. A unit that does not fit
 * the quantity is an issue: what it is meant to be cannot be guessed.
 */
export function readStatistic(parent: Fields, key: string, quantity: Quantity): Statistic | null {
  const fields = parent.mapping(key);
  return fields === null ? null : statisticOf(fields, quantity);
}

/** As `readStatistic`; an issue where there is none. */
export function requiredStatistic(
  parent: Fields,
  key: string,
  quantity: Quantity,
): Statistic | null {
  const fields = parent.requiredMapping(key);
  return fields === null ? null : statisticOf(fields, quantity);
}

function statisticOf(fields: Fields, quantity: Quantity): Statistic | null {
  const factor = readFactor(fields, quantity);
  if (factor === null) return null;
  const rule = { what: fields.text('units') ?? quantity, least: 0 };
  const scaled = (value: number | null): number | null => (value === null ? null : value * factor);
  return {
    mean: scaled(fields.requiredNumber('mean', rule)),
    sd: scaled(fields.number('stddev', rule)),
    min: scaled(fields.number('min', rule)),
    max: scaled(fields.number('max', rule)),
    quantiles: REPORT_QUANTILES.flatMap(([key, p]): Quantile[] => {
      const value = scaled(fields.number(key, rule));
      return value === null ? [] : [{ p, value }];
    }),
  };
}

/** What one of the statistic's unit is in the house's unit; null, with an issue, if it is none. */
function readFactor(fields: Fields, quantity: Quantity): number | null {
  const units = unitsOf(quantity).join(', ');
  if (!fields.has('units')) fields.missing('units', units);
  else {
    const unit = fields.text('units');
    const factor = unit === null ? null : unitFactor(unit, quantity);
    if (factor !== null) return factor;
    if (unit !== null) fields.reject('units', units);
  }
  return null;
}

/** A statistic with all its values multiplied. */
export function scaledStatistic(statistic: Statistic, factor: number): Statistic {
  const scaled = (value: number | null): number | null => (value === null ? null : value * factor);
  return {
    mean: scaled(statistic.mean),
    sd: scaled(statistic.sd),
    min: scaled(statistic.min),
    max: scaled(statistic.max),
    quantiles: statistic.quantiles.map(({ p, value }) => ({ p, value: value * factor })),
  };
}
