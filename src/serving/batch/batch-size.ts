import { UserError } from '../../errors.js';
import type { Timing } from '../../timing/types.js';
import type { Seconds } from '../../units.js';
import type { Batch } from './requests.js';

/** @throws UserError when the profile defines no time for so large a batch. */
export function checkBatchSize(
  batch: Batch,
  timing: Timing,
  models: readonly string[],
  now: Seconds,
): void {
  const limit = timing.definedUpTo(batch.model);
  if (batch.count <= limit) return;
  throw new UserError([
    {
      source: { kind: 'option', option: 'server.profile' },
      path: `models.${models[batch.model]} batch times`,
      expected: `a batch of at most ${limit} requests, the end of its table`,
      got: `${batch.count} at ${now} s`,
      hint: 'state an extrapolation (beyond: linear) in the profile, or set server.rules.batchLimit',
    },
  ]);
}
