import type { SweepResults } from '../../experiment/results/types.js';
import { precisionReached } from '../../experiment/statistics/precision.js';
import { cellGroups } from '../../experiment/sweep/run/groups.js';

/**
 * Why a cell has as many replications as it has. `fixed`: so many were asked for. `sequential`: the
 * precision was reached, so the number of replications is itself random. `limit`: the most that was
 * allowed, without the precision. `unfinished`: there are to be more.
 */
export type Stopping = 'fixed' | 'sequential' | 'limit' | 'unfinished';

/** By cell. */
export function stoppingOf(results: SweepResults): readonly Stopping[] {
  const { cells, replications } = results.description;
  const finished = cells.map((_, cell) => results.replications(cell));
  if (replications.kind === 'fixed') {
    return finished.map((count) => (count < replications.count ? 'unfinished' : 'fixed'));
  }
  const reached = reachedBy(results);
  return finished.map((count, cell) => {
    if (count >= replications.least && reached[cell] === true) return 'sequential';
    return count < replications.most ? 'unfinished' : 'limit';
  });
}

/** By cell: whether the cells that go on together with it are known precisely enough. */
function reachedBy(results: SweepResults): readonly boolean[] {
  const { cells, replications } = results.description;
  const reached = cells.map(() => false);
  if (replications.kind === 'fixed') return reached;
  for (const group of cellGroups(results.description)) {
    const known = precisionReached(replications.targets, {
      ...group,
      values: (cell, path) => results.values(cell, path),
    });
    for (const cell of group.cells) reached[cell] = known;
  }
  return reached;
}
