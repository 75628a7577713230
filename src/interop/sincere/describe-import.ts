import type { ImportedLogs, LogReport, UnreadKind } from './log-report.js';

/** What was read from logs, what was not, and what is odd, in lines for a reader. */
export function describeImport({ data, report }: ImportedLogs): readonly string[] {
  const requests = data.runs.reduce((sum, run) => sum + run.requests.arrivals.length, 0);
  const batches = data.runs.reduce((sum, run) => sum + run.batches.length, 0);
  const estimated = total(report.runs, ({ writesEstimated }) => writesEstimated);
  const lines = total(report.runs, (run) => run.lines);
  const late = total(report.runs, ({ linesOutOfOrder }) => linesOutOfOrder);
  return [
    `runs ${data.runs.length}, lines ${lines}, requests ${requests}, batches ${batches}, ` +
      `swaps ${total(report.runs, ({ swaps }) => swaps.length)}`,
    `triggers: ${listCounts(triggersOf(report.runs))}`,
    `end of writing estimated for ${estimated} batches, seen for ${batches - estimated}`,
    `lines written late by a slow thread: ${late}`,
    `work that did not end: ${listCounts(failuresOf(report.runs))}`,
    ...report.runs.flatMap(collisionLines),
    ...report.runs.flatMap(earlyEndLines),
    ...describeUnread(report.runs),
  ];
}

/** What was not read, by kind, and the first place of each kind in each log. */
export function describeUnread(runs: readonly LogReport[]): readonly string[] {
  return [`not read: ${listCounts(unreadOf(runs))}`, ...runs.flatMap(unreadLines)];
}

function collisionLines({ run, collisions }: LogReport): string[] {
  return collisions.map(
    ({ id, arrivals, served }) =>
      `${run}: the id ${id} was given to ${arrivals.length} requests ` +
      `(${arrivals.map((at) => `${at} s`).join(', ')}); ${served.length} of them served`,
  );
}

/** The experiments kill the server this long after the stop. */
const DRAIN_SECONDS = 39.4;
/** No swap and no batch takes longer without a line: work in hand would have gone on. */
const LONGEST_SILENCE_SECONDS = 25;

/** A log that falls silent over work in hand, long before the server was to be killed. */
function earlyEndLines({ run, secondsAfterEnd, failures }: LogReport): string[] {
  const hasWork = failures.some(({ reason }) => reason === 'killed');
  if (!hasWork || secondsAfterEnd >= DRAIN_SECONDS - LONGEST_SILENCE_SECONDS) return [];
  const after = secondsAfterEnd.toFixed(1);
  return [
    `${run}: the log stops ${after} s after END over work in hand; ` +
      `the experiments drain for ${DRAIN_SECONDS} s`,
  ];
}

function unreadLines({ file, unread }: LogReport): string[] {
  return unread.map(
    ({ kind, count, line, text }) =>
      `${file}:${line}: ${kind} (${count}×): ${JSON.stringify(text)}`,
  );
}

function triggersOf(runs: readonly LogReport[]): ReadonlyMap<string, number> {
  return tally(runs.flatMap(({ triggers }) => triggers.map(({ condition }) => [condition, 1])));
}

function failuresOf(runs: readonly LogReport[]): ReadonlyMap<string, number> {
  return tally(runs.flatMap(({ failures }) => failures.map(({ reason }) => [reason, 1])));
}

function unreadOf(runs: readonly LogReport[]): ReadonlyMap<UnreadKind, number> {
  return tally(runs.flatMap(({ unread }) => unread.map(({ kind, count }) => [kind, count])));
}

function tally<Key extends string>(
  items: readonly (readonly [Key, number])[],
): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const [key, count] of items) counts.set(key, (counts.get(key) ?? 0) + count);
  return counts;
}

function listCounts(counts: ReadonlyMap<string, number>): string {
  if (counts.size === 0) return 'none';
  return Array.from(counts, ([key, count]) => `${key} ${count}`).join(', ');
}

function total(runs: readonly LogReport[], of: (run: LogReport) => number): number {
  return runs.reduce((sum, run) => sum + of(run), 0);
}
