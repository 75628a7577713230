import type { Seconds } from '../../units.js';
import { drifts } from './drift.js';
import { mser5 } from './mser.js';
import type { RequestHistory } from './request-history.js';

/** The backlog is looked at in so many windows … */
const WINDOWS = 10;
/** … or, of a periodic load, in one for each period, if there are at least so many. */
const LEAST_WINDOWS = 5;

/** How long a run needs to settle, or why it does not. */
export type WarmUp =
  | { readonly settles: true; readonly seconds: Seconds }
  | { readonly settles: false; readonly reason: string };

/**
 * Finds the start of a run that does not belong to its steady state: MSER-5 on the latencies in
 * order of arrival, lengthened so that whole periods of the load remain. There is none unless it
 * is shorter than half of the run and the backlog after it does not drift.
 *
 * @param durationSeconds when arrivals stop. @param periodSeconds of the load; null: it has none.
 */
export function findWarmUp(
  history: RequestHistory,
  durationSeconds: Seconds,
  periodSeconds: Seconds | null,
): WarmUp {
  const served = history.served();
  const cut = mser5(served.map((request) => history.latencyOf(request)));
  if (cut === null) return refused('the latencies do not settle in the first half of the run');
  const settled = cut === 0 ? 0 : history.arrivalOf(served[cut] as number);
  const kept = durationSeconds - settled;
  const periods = periodSeconds === null ? null : Math.floor(kept / periodSeconds);
  if (periods !== null && periods < LEAST_WINDOWS) {
    return refused(`fewer than ${LEAST_WINDOWS} periods of the load are left`);
  }
  const seconds =
    periodSeconds === null || periods === null
      ? settled
      : durationSeconds - periods * periodSeconds;
  if (!(seconds < durationSeconds / 2)) return refused('it takes half of the run to settle');
  if (drifts(backlogAfter(history, seconds, durationSeconds, periods))) {
    return refused('the backlog drifts');
  }
  return { settles: true, seconds };
}

function refused(reason: string): WarmUp {
  return { settles: false, reason };
}

/** Windows are whole periods, the last ones, where the load has any. */
function backlogAfter(
  history: RequestHistory,
  from: Seconds,
  end: Seconds,
  periods: number | null,
): readonly number[] {
  if (periods === null) return history.backlog(from, (end - from) / WINDOWS, WINDOWS);
  const each = Math.max(1, Math.floor(periods / WINDOWS));
  const windows = Math.min(WINDOWS, periods);
  const windowSeconds = ((end - from) / periods) * each;
  return history.backlog(end - windows * windowSeconds, windowSeconds, windows);
}
