import { valueAt } from '../../scenario/text/tree.js';
import type { Grid } from './cells.js';
import { complete, fieldsAt, itemsAt, type SweepContext } from './context.js';
import { readMatcher } from './filters.js';
import { keepSchema } from './schema.js';
import type { Keep } from './types.js';

/** `keep`: the cells of which more is kept; none where something is wrong, which is reported. */
export function readKeep(grid: Grid | undefined, context: SweepContext): Keep {
  const given = valueAt(context.document, ['keep']) !== undefined;
  const fields = given ? fieldsAt(keepSchema, ['keep'], context) : undefined;
  const kept = (name: keyof Keep): ReadonlySet<number> => {
    const value = fields?.[name]?.value;
    return value === undefined || value === false ? new Set() : cellsKept(name, grid, context);
  };
  return {
    latencyHistogram: kept('latencyHistogram'),
    timeline: kept('timeline'),
    requests: kept('requests'),
  };
}

function cellsKept(
  name: string,
  grid: Grid | undefined,
  context: SweepContext,
): ReadonlySet<number> {
  if (grid === undefined) return new Set();
  const { columns, cells } = grid;
  const at = ['keep', name];
  const all = valueAt(context.document, at)?.kind === 'scalar';
  const filters = complete(
    itemsAt(at, context).map((item) => readMatcher(item, columns, cells, context)),
  );
  const wanted = cells.filter(({ values }) => all || filters?.some((matched) => matched(values)));
  return new Set(wanted.map(({ index }) => index));
}
