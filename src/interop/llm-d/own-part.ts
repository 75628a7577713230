import type { Measurement } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';
import { countsIn, loadIn, onTimeIn } from '../neutral/read-parts.js';
import { servingIn } from '../neutral/read-serving.js';
import { COUNT, statisticIn, TOKENS } from '../neutral/read-statistic.js';
import {
  joinedStatistics,
  STATISTIC_NAMES,
  type Statistics,
  statisticsOf,
  withStatistics,
} from './statistic-places.js';

/** Under this name stands what sealsim writes where the form has no place (`own-facts.ts`). */
export const OWN_KEY = 'sealsim';

/**
 * Adds what sealsim wrote into a report besides what the form has a place for: the spelling is that
 * of the neutral form.
 */
export function withOwnPart(measurement: Measurement, own: Fields): Measurement {
  const { source, model, gpu, serving, load, requests, notes } = measurement;
  const named = own.mapping('statistics');
  const counts = own.mapping('requests');
  const offered = own.mapping('load');
  return withStatistics(
    {
      ...measurement,
      source: { ...source, tool: own.text('tool') },
      origin: own.choice('origin', ['measured', 'simulated']) ?? 'measured',
      experiment: own.text('experiment'),
      condition: own.text('condition'),
      teeMode: own.choice('teeMode', ['off', 'cc']),
      repetition: own.number('repetition', COUNT),
      model: model ?? own.text('model'),
      modelSizeB: own.number('modelSizeB', { what: 'billions of parameters', above: 0 }),
      gpu: gpu ?? own.text('gpu'),
      serving: own.has('serving') ? servingIn(own) : serving,
      load: offered === null ? load : loadIn(offered),
      requests: counts === null ? requests : countsIn(counts),
      totalInputTokens: own.number('totalInputTokens', TOKENS),
      totalOutputTokens: own.number('totalOutputTokens', TOKENS),
      mostConcurrent: own.number('mostConcurrent', COUNT),
      goodputRequestsPerSecond: own.number('goodputRequestsPerSecond', {
        what: 'requests/s',
        least: 0,
      }),
      onTime: onTimeIn(own.mapping('onTime')),
      notes: [...(own.texts('notes') ?? []), ...notes],
    },
    named === null ? statisticsOf(measurement) : withRest(statisticsOf(measurement), named),
  );
}

/** What the form has no place for: other quantiles, or all of a statistic without a mean. */
function withRest(statistics: Statistics, named: Fields): Statistics {
  const rule = { what: 's, or tokens', least: 0 };
  return Object.fromEntries(
    STATISTIC_NAMES.map((name) => [
      name,
      joinedStatistics(statistics[name], statisticIn(named.mapping(name), rule)),
    ]),
  ) as unknown as Statistics;
}
