import type { SweepResults } from '../../experiment/results/types.js';
import type { SweepColumn } from '../../experiment/sweep/types.js';
import { refuse, scenarioOf } from './cells.js';
import type { ShownColumns } from './shown-columns.js';

/** The strategies of SINCERE's publication (arXiv 2505.16501). */
const PUBLISHED: ReadonlySet<string> = new Set([
  'best-batch',
  'best-batch+timer',
  'select-batch+timer',
  'best-batch+partial-batch+timer',
]);

/**
 * What a policy is beside the published ones: `published`, one of them on the server as it was;
 * `fixed`, one of them on a server that overwrites no batch; `new`, any other.
 */
export type PolicyKind = 'published' | 'fixed' | 'new';

/** The kind that all these cells are of; `new` where they are of several. */
export function policyKind(results: SweepResults, cells: readonly number[]): PolicyKind {
  const kinds = new Set(cells.map((cell) => kindOfCell(results, cell)));
  const [only = 'new', ...more] = kinds;
  return more.length === 0 ? only : 'new';
}

function kindOfCell(results: SweepResults, cell: number): PolicyKind {
  const { strategy, server } = scenarioOf(results, cell);
  if (!PUBLISHED.has(strategy.name)) return 'new';
  return server.semantics === 'as-published' ? 'published' : 'fixed';
}

/** The column whose values are policies. @throws UserError if there is none. */
export function policyColumn(shown: ShownColumns): SweepColumn {
  const column = shown.asked('series') ?? shown.named('policy') ?? shown.named('strategy.name');
  return column ?? refuse('--series', 'a column of policies that varies', 'none in these cells');
}

/** The column of loads. @throws UserError if there is none. */
export function loadColumn(shown: ShownColumns): SweepColumn {
  const load = shown.asked('x') ?? shown.named('arrivals.rate') ?? shown.numbers();
  if (load?.numeric === true && shown.values(load).length > 1) return load;
  return refuse('--x', 'a column of numbers that varies', load?.name ?? 'none in these cells');
}
