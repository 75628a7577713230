import type { ModelIndex } from '../../../units.js';
import { triggerSizes } from './sizes.js';
import type {
  ReleaseDecision,
  ServerView,
  Strategy,
  StrategyContext,
  StrategyOption,
} from './strategy.js';

/** The options that `partialBatch` reads, besides `sizes`. */
export const PARTIAL_OPTIONS: readonly StrategyOption[] = [
  'partialFraction',
  'partialResidentSeconds',
  'partialPollSeconds',
];

/**
 * Serve part of a batch of the model that is loaded, rather than wait for a full one.
 *
 * Rule: every `partialPollSeconds`, if the last loaded model has been resident for
 * `partialResidentSeconds` and |waiting| > `partialFraction`·size (strictly), release all of it.
 * It does not check whether a swap is pending, so the model may have changed by the time the
 * batch gets the GPU. Source: SINCERE, "PartialBatch"; docs/as-published.md [7].
 */
export function partialBatch(
  context: StrategyContext,
): Required<Pick<Strategy, 'poll' | 'onPoll'>> {
  const { partialFraction, partialPollSeconds, partialResidentSeconds } = context.options;
  const thresholds = triggerSizes(context).map((size) => size * partialFraction);
  return {
    poll: { everySeconds: partialPollSeconds, residentForSeconds: partialResidentSeconds },
    onPoll: (view, resident) => releaseAbove(view, resident, thresholds[resident] as number),
  };
}

function releaseAbove(
  view: ServerView,
  model: ModelIndex,
  threshold: number,
): ReleaseDecision | undefined {
  const waiting = view.waiting(model);
  if (waiting <= threshold) return undefined;
  return {
    action: 'release',
    model,
    count: 'all',
    reason: `${waiting} waiting > ${threshold}, resident`,
  };
}
