import { renderTable } from '../../../report/text-table.js';
import type { AblationEffect, AblationResult } from '../ablation/replay-ablation.js';
import type { ReplayFigureName } from '../figures.js';
import { percentRange, signedPercent } from './numbers.js';

const SHOWN: readonly ReplayFigureName[] = [
  'overallThroughput',
  'meanLatencySeconds',
  'slaReceived',
  'lost',
];

/**
 * What each mechanism is worth: the change in the mean bias of some figures when it is taken out,
 * over the runs that it concerns; % for throughput and latency, points for shares.
 */
export function ablationTable(results: readonly AblationResult[]): string {
  const labels = results[0] === undefined ? [] : shownEffects(results[0]).map(labelOf);
  return renderTable({
    head: ['taken out', 'point', 'runs', ...labels, '95 % interval (throughput)'],
    rows: results.map((result) => {
      const effects = shownEffects(result);
      return [
        result.ablation.name,
        `[${result.ablation.point}]`,
        String(result.runs),
        ...effects.map(({ change }) => signedPercent(change.mean)),
        percentRange(effects[0]?.change.ci95 ?? null),
      ];
    }),
    textColumns: 2,
  });
}

function shownEffects({ effects }: AblationResult): AblationEffect[] {
  return effects.filter(({ figure }) => SHOWN.includes(figure.name));
}

function labelOf({ figure }: AblationEffect): string {
  return figure.label;
}
