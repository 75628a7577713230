import type { Quantile, Statistic } from '../../analysis/measurement.js';
import type { Fields, NumberField } from '../document/fields.js';

export const AT_LEAST_0 = { least: 0 } as const;
export const SECONDS: NumberField = { what: 'seconds', least: 0 };
export const TOKENS: NumberField = { what: 'tokens', least: 0 };
export const COUNT: NumberField = { what: 'a count', least: 0, integer: true };

/** @param rule what its numbers can be; null where there is no statistic. */
export function statisticIn(fields: Fields | null, rule: NumberField): Statistic | null {
  if (fields === null) return null;
  fields.allow(['mean', 'sd', 'min', 'max', 'quantiles']);
  return {
    mean: fields.number('mean', rule),
    sd: fields.number('sd', rule),
    min: fields.number('min', rule),
    max: fields.number('max', rule),
    quantiles: quantilesIn(fields, rule),
  };
}

function quantilesIn(fields: Fields, rule: NumberField): readonly Quantile[] {
  let last = 0;
  return (fields.mappings('quantiles') ?? []).flatMap((each) => {
    each.allow(['p', 'value']);
    const p = each.requiredNumber('p', { what: 'a fraction', above: 0, below: 1 });
    const value = each.requiredNumber('value', rule);
    if (p === null || value === null) return [];
    if (p <= last) each.reject('p', `more than ${last}, as quantiles ascend`);
    last = p;
    return [{ p, value }];
  });
}
