import type { Work } from '../../experiment/replicate.js';
import { type Choice, typeToAdd } from './add-capacity.js';
import { changed, exchanges } from './exchanges.js';
import { type FleetSetting, runFleet } from './run-fleet.js';
import type { FleetFigures, FleetSearch, NotMet, SearchStep } from './types.js';

/** Large fleets grow by this share at a time: what was too much is taken away again. */
const GROWTH = 0.05;
/** No search needs more steps of a kind; one that does would hardly end. */
const MOST_ADDITIONS = 300;
const MOST_CONFIRMATIONS = 20;

/** What to search. */
export interface SearchRequest extends Choice {
  readonly setting: FleetSetting;
  /** The only type; null: all. */
  readonly only: number | null;
  /** The type whose own fleet is the beginning; null: none's. */
  readonly from: number | null;
  /** GPUs by type, at least one. */
  readonly start: readonly number[];
}

/**
 * From a fleet to one that meets the target, in four parts:
 *
 * 1. while it does not, capacity is added (`typeToAdd`);
 * 2. GPUs are taken away one by one, of the dearest type first, as long as the rest meets it;
 * 3. GPUs of one type are exchanged for some of another that cost less together (`exchanges`), and 2
 *    is repeated, as long as that meets it: each time the fleet costs less, so that it ends;
 * 4. what is left is confirmed on replications that it was not chosen on, as the best of many looks
 *    better than it is on those that chose it. If it does not meet the target there, one GPU is
 *    added, and it is confirmed anew, on others again.
 */
export function* searchFleet(request: SearchRequest): Work<FleetSearch> {
  const steps: SearchStep[] = [];
  const { only, from } = request;
  const notMet = neverMet(request) ?? (yield* grow(request, steps));
  if (notMet !== null) return { only, from, steps, found: null, notMet };
  const enough = steps.at(-1)?.figures.counts ?? request.start;
  const lean = yield* shrink(request, enough, steps);
  const least = yield* exchange(request, lean, steps);
  return { only, from, steps, ...(yield* confirm(request, least, steps)) };
}

/** Whether so many requests miss the SLO on every type that the target cannot be met. */
function neverMet({ model, allowed, isSent, setting }: SearchRequest): NotMet | null {
  const buckets = model.buckets.flatMap(({ limitSeconds }, bucket) => {
    const alone = allowed.map((type) =>
      isSent(type, bucket) ? (model.seconds[type]?.[bucket] ?? Number.NaN) : Number.NaN,
    );
    return alone.some((seconds) => seconds <= limitSeconds) ? [] : [bucket];
  });
  const lost = buckets.reduce((sum, at) => sum + (model.buckets[at]?.probability ?? 0), 0);
  return lost > 0 && lost >= 1 - setting.options.share ? { reason: 'never', buckets } : null;
}

/** Adds until the target is met; null then. */
function* grow(request: SearchRequest, steps: SearchStep[]): Work<NotMet | null> {
  const { setting, start } = request;
  let step = yield* tried(setting, steps, { action: 'start', before: start, counts: start });
  for (let additions = 0; !step.meets; additions++) {
    if (additions === MOST_ADDITIONS) return { reason: 'steps' };
    const { counts } = step.figures;
    const type = typeToAdd(request, step.figures);
    if (type < 0) return { reason: 'availability' };
    const many = Math.floor(GROWTH * counts.reduce((sum, count) => sum + count, 0));
    const room = (request.types[type]?.most ?? 0) - (counts[type] ?? 0);
    const larger = changed(counts, [[type, Math.min(room, Math.max(1, many))]]);
    step = yield* tried(setting, steps, { action: 'add', before: counts, counts: larger });
  }
  return null;
}

/** Takes away what a fleet that meets the target does not need. */
function* shrink(
  { setting, types, allowed }: SearchRequest,
  enough: readonly number[],
  steps: SearchStep[],
): Work<readonly number[]> {
  const cost = (type: number): number => types[type]?.costPerHour ?? 0;
  let counts = enough;
  for (const type of [...allowed].sort((a, b) => cost(b) - cost(a))) {
    while ((counts[type] ?? 0) > (types[type]?.least ?? 0)) {
      const fewer = changed(counts, [[type, -1]]);
      if (fewer.every((count) => count === 0)) break;
      const trial = { action: 'remove', before: counts, counts: fewer } as const;
      const step = yield* tried(setting, steps, trial);
      if (!step.meets) break;
      counts = fewer;
    }
  }
  return counts;
}

/** Exchanges and takes away until neither leads to a cheaper fleet that meets the target. */
function* exchange(
  request: SearchRequest,
  lean: readonly number[],
  steps: SearchStep[],
): Work<readonly number[]> {
  let counts = lean;
  for (;;) {
    let better: readonly number[] | null = null;
    for (const other of exchanges(request, counts)) {
      const trial = { action: 'exchange', before: counts, counts: other } as const;
      const step = yield* tried(request.setting, steps, trial);
      if (!step.meets) continue;
      better = other;
      break;
    }
    if (better === null) return counts;
    counts = yield* shrink(request, better, steps);
  }
}

function* confirm(
  request: SearchRequest,
  least: readonly number[],
  steps: SearchStep[],
): Work<Pick<FleetSearch, 'found' | 'notMet'>> {
  const { setting } = request;
  let before = least;
  let counts = least;
  for (let time = 1; time <= MOST_CONFIRMATIONS; time++) {
    const first = time * setting.options.replications;
    const step = yield* tried(setting, steps, { action: 'confirm', before, counts, first });
    if (step.meets) return { found: step.figures, notMet: null };
    const type = typeToAdd(request, step.figures);
    if (type < 0) return { found: null, notMet: { reason: 'availability' } };
    before = counts;
    counts = changed(counts, [[type, 1]]);
  }
  return { found: null, notMet: { reason: 'steps' } };
}

interface Trial {
  readonly action: SearchStep['action'];
  /** The fleet that is changed. */
  readonly before: readonly number[];
  readonly counts: readonly number[];
  /** Number of the first replication. */
  readonly first?: number;
}

function* tried(
  setting: FleetSetting,
  steps: SearchStep[],
  { action, before, counts, first = 0 }: Trial,
): Work<SearchStep> {
  const figures = yield* runFleet(setting, counts, first);
  const change = counts.map((count, type) => count - (before[type] ?? 0));
  const step = { action, change, figures, meets: meetsTarget(figures, setting.options.share) };
  steps.push(step);
  return step;
}

/**
 * Whether the lower end of the interval reaches the target. Where replications do not vary there is
 * no interval: then the share itself has to.
 */
export function meetsTarget({ attainment }: FleetFigures, share: number): boolean {
  return (attainment.ci95?.[0] ?? attainment.mean) >= share;
}
