import type { MeasuredRun } from '../../../interop/measured.js';
import { accuracyOf } from '../accuracy.js';
import { arrivalClusters } from '../clusters.js';
import { noiseFloor } from '../noise-floor.js';
import type { RunReplay } from '../replay-run.js';
import { teeRatios } from '../tee-ratios.js';
import { accuracyTable, type GroupAccuracy, groupTable, rankTable } from './accuracy-text.js';
import { ratioTable } from './ratio-text.js';

/** How runs are grouped in a report. */
export const GROUPINGS: readonly {
  readonly title: string;
  readonly of: (run: MeasuredRun) => string;
}[] = [
  { title: 'strategy', of: ({ strategy }) => strategy },
  { title: 'pattern', of: ({ pattern }) => pattern },
  { title: 'TEE mode', of: ({ teeMode }) => teeMode },
  {
    title: 'mean, SLA',
    of: ({ nominalRate, slaSeconds }) => `${nominalRate}/s, ${slaSeconds} s`,
  },
];

/** Everything about a replay as text: all runs, groups of runs, ranks, and the effect of CC. */
export function replayText(replays: readonly RunReplay[]): string {
  const clusters = arrivalClusters(replays.map(({ run }) => run));
  const accuracy = accuracyOf(replays, clusters);
  const seeds = replays[0]?.predictions.batches.values.length ?? 0;
  return [
    `${replays.length} runs, ${seeds} seeds each; ${new Set(clusters).size} arrival paths`,
    accuracyTable(accuracy, noiseFloor(replays)),
    'Median/p90 of the error (bias), by group',
    ...GROUPINGS.map(({ title, of }) => groupTable(title, groupAccuracy(replays, clusters, of))),
    rankTable(accuracy),
    ratioTable(teeRatios(replays)),
  ].join('\n\n');
}

/** Accuracy by group, groups in order of first appearance. */
export function groupAccuracy(
  replays: readonly RunReplay[],
  clusters: readonly number[],
  groupOf: (run: MeasuredRun) => string,
): GroupAccuracy[] {
  const names = [...new Set(replays.map(({ run }) => groupOf(run)))];
  return names.map((name) => {
    const members = replays.map((_, at) => at).filter((at) => nameAt(at) === name);
    return {
      name,
      accuracy: accuracyOf(
        members.map((at) => replays[at] as RunReplay),
        members.map((at) => clusters[at] as number),
      ),
    };
  });

  function nameAt(at: number): string {
    return groupOf((replays[at] as RunReplay).run);
  }
}
