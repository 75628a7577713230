import type { Comparison } from './compare.js';
import type { ImportedLogs, LogReport } from './log-report.js';

/** What an import found, as plain data: per run what was read, what was not, and what is odd. */
export function importJson({ data, report }: ImportedLogs, comparison: Comparison | null): object {
  return {
    models: data.models,
    runs: report.runs.map((each, at) => ({
      ...runJson(each),
      requests: data.runs[at]?.requests.arrivals.length ?? 0,
      batches: data.runs[at]?.batches.length ?? 0,
    })),
    ...(comparison !== null && { against: comparison }),
  };
}

function runJson(report: LogReport): object {
  const { run, file, lines, swaps, triggers, failures, collisions, responses } = report;
  const { linesOutOfOrder, writesEstimated, unread, secondsAfterEnd, printed } = report;
  const conditions: Record<string, number> = {};
  for (const { condition } of triggers) conditions[condition] = (conditions[condition] ?? 0) + 1;
  return {
    run,
    file,
    lines,
    swaps: swaps.length,
    triggers: conditions,
    failures,
    collisions,
    responses,
    linesOutOfOrder,
    writesEstimated,
    printed,
    unread,
    secondsAfterEnd,
  };
}
