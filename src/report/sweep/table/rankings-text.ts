import type { SweepResults } from '../../../experiment/results/types.js';
import { rankingsOf } from '../../../experiment/statistics/ranking.js';
import type { Ranking } from '../../../experiment/sweep/types.js';
import { printable } from '../../format.js';

/** Values that are named: a line holds no more. */
const MOST_LISTED = 2;

/** How often each value is best, in how many groups that is shown, and what is not ranked. */
export function rankingsText(results: SweepResults, { column }: Ranking): string {
  const groups = rankingsOf(results);
  const [first] = groups;
  if (first === undefined) return printable(`Best ${column}: nothing to rank.`);
  const wins = new Map<string, number>();
  for (const { ranked } of groups) {
    const best = ranked[0]?.value ?? '';
    wins.set(best, (wins.get(best) ?? 0) + 1);
  }
  const order = [...wins].sort(([, x], [, y]) => y - x);
  const counts = order.slice(0, MOST_LISTED).map(([value, count]) => `${value} in ${count}`);
  const others = order.length - counts.length;
  if (others > 0) counts.push(`${others} others`);
  const alone = groups.filter(
    ({ ranked }) => ranked.filter(({ mayBeBest }) => mayBeBest).length === 1,
  );
  const ranked = groups.reduce((sum, group) => sum + group.ranked.length, 0);
  const rest = results.description.cells.length - ranked;
  return [
    `Best ${column} by ${first.metric.label} in ${groups.length} groups, in ${alone.length} shown to be the only best:`,
    `  ${counts.join(', ')}`,
    ...(rest > 0 ? [`  not ranked: ${rest} cells, alone or beside one without such a figure`] : []),
  ]
    .map(printable)
    .join('\n');
}
