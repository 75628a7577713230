import type { OfferedLoad } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';

const REQUESTS = { what: 'requests', above: 0, integer: true } as const;

/** What a strategy (GuideLLM, `scheduler/strategies.py`) asks of the system. */
export function loadIn(
  strategy: Fields | null,
  lengths: Pick<OfferedLoad, 'inputTokens' | 'outputTokens'>,
  notes: string[],
): OfferedLoad {
  const open = { concurrency: null, requestsPerSecond: null, ...lengths };
  if (strategy === null) return open;
  const kind = strategy.text('type_');
  switch (kind) {
    case 'synchronous':
      return { ...open, concurrency: 1 };
    case 'concurrent':
      return { ...open, concurrency: strategy.requiredNumber('streams', REQUESTS) };
    case 'throughput': {
      const concurrency = strategy.number('max_concurrency', REQUESTS);
      return { ...open, concurrency, requestsPerSecond: Number.POSITIVE_INFINITY };
    }
    case 'constant':
    case 'poisson':
      // Its `max_concurrency` is a limit of the client that is not meant to be reached.
      return {
        ...open,
        requestsPerSecond: strategy.requiredNumber('rate', {
          what: 'requests per second',
          above: 0,
        }),
      };
    default:
      notes.push(`load not known: the strategy is ${kind === null ? 'not named' : kind}`);
      return open;
  }
}
