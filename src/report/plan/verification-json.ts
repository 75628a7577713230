import type { FleetFigures, FleetSearch, NotMet } from '../../planning/verify/types.js';
import { money } from './report.js';
import { bestSingle, cheapestFound, isMet, searchName, type VerifiedMode } from './verification.js';

/** What simulating a plan showed, as data, by TEE mode: `verification` in `--json` and `summary.json`. */
export function verificationJson(modes: readonly VerifiedMode[]): object {
  return Object.fromEntries(modes.map((mode) => [mode.mode, modeJson(mode)]));
}

function modeJson(verified: VerifiedMode): object {
  const { verification, met } = verified;
  const { options, length, model, tooSlow, plan, planMeets } = verification;
  const bucketOf = (bucket: number): object => {
    const { row = -1, column = -1 } = model.buckets[bucket] ?? {};
    return { row, column };
  };
  return {
    router: options.router.name,
    sloMsPerToken: money(options.sloSecondsPerToken * 1000),
    share: options.share,
    outputTokens: options.outputTokens,
    seed: options.seed,
    replications: options.replications,
    warmUpSeconds: length.warmUpSeconds,
    judgedSeconds: length.judgedSeconds,
    rate: model.rate,
    tooSlow: tooSlow.map(({ type, bucket, secondsPerToken }) => ({
      gpu: verification.types[type]?.name ?? '',
      ...bucketOf(bucket),
      msPerToken: secondsPerToken * 1000,
    })),
    plan: { ...figuresJson(plan, verified), meets: planMeets, buckets: bucketsJson(verified) },
    isMet: isMet(verified),
    untilMet: met === null ? null : metJson(verified, met),
  };
}

function metJson(verified: VerifiedMode, met: NonNullable<VerifiedMode['met']>): object {
  const [best, single] = [cheapestFound(met), bestSingle(met)];
  return {
    cheapest: best && { search: searchName(best, verified.problem), ...foundJson(best, verified) },
    bestSingleType: single && {
      search: searchName(single, verified.problem),
      ...foundJson(single, verified),
    },
    searches: met.searches.map((search) => ({
      search: searchName(search, verified.problem),
      found: foundJson(search, verified),
      notMet: search.notMet && notMetJson(search.notMet, verified),
      steps: search.steps.map(({ action, change, figures, meets }) => ({
        action,
        change: byName(verified, change),
        ...figuresJson(figures, verified),
        meets,
      })),
    })),
  };
}

function foundJson({ found }: FleetSearch, verified: VerifiedMode): object | null {
  return found && figuresJson(found, verified);
}

function notMetJson(notMet: NotMet, { verification }: VerifiedMode): object {
  if (notMet.reason !== 'never') return notMet;
  const places = notMet.buckets.map((bucket) => {
    const { row = -1, column = -1 } = verification.model.buckets[bucket] ?? {};
    return { row, column };
  });
  return { reason: notMet.reason, buckets: places };
}

function figuresJson(figures: FleetFigures, verified: VerifiedMode): object {
  const { p50, p99 } = figures.secondsPerToken;
  const inMs = (seconds: number | null): number | null =>
    seconds === null ? null : seconds * 1000;
  return {
    counts: byName(verified, figures.counts),
    cost: money(figures.costPerHour),
    attainment: figures.attainment,
    requests: figures.received.reduce((sum, count) => sum + count, 0),
    turnedAway: figures.turnedAway,
    busyShare: byName(verified, figures.busyShare),
    msPerToken: { p50: inMs(p50), p99: inMs(p99) },
  };
}

function bucketsJson({ verification: { model, plan } }: VerifiedMode): readonly object[] {
  return model.buckets.map(({ row, column, outputTokens }, bucket) => ({
    row,
    column,
    outputTokens,
    requests: plan.received[bucket] ?? 0,
    met: plan.met[bucket] ?? 0,
  }));
}

function byName<Value>(
  { problem: { types } }: VerifiedMode,
  values: readonly Value[],
): Readonly<Record<string, Value | null>> {
  return Object.fromEntries(types.map(({ name }, type) => [name, values[type] ?? null]));
}
