import type { z } from 'zod';
import type { Problem, Problems } from '../../scenario/issues/problems.js';
import { type Fields, readFields } from '../../scenario/read-fields.js';
import { type Path, placeOf, type Tree, valueAt } from '../../scenario/text/tree.js';

/** The sweep file that is being read, and what is wrong with it so far. */
export interface SweepContext {
  readonly document: Tree;
  readonly problems: Problems;
}

/** Reports a problem with the value at `path`. */
export function report(
  { document, problems }: SweepContext,
  path: Path,
  problem: Omit<Problem, 'place' | 'path'>,
): void {
  problems.add({ place: placeOf(document, path), path, ...problem });
}

/** The fields of the mapping at `at`, each checked on its own. */
export function fieldsAt<S extends z.ZodObject>(
  schema: S,
  at: Path,
  { document, problems }: SweepContext,
): Fields<z.output<S>> {
  return readFields(schema, { document, at, silent: () => false }, problems);
}

/** The ways to the items of the list at `at`; none if it is no list. */
export function itemsAt(at: Path, { document }: SweepContext): readonly Path[] {
  const list = valueAt(document, at);
  return list?.kind === 'list' ? list.items.map((_, index) => [...at, index]) : [];
}

/** The values if none of them is missing. */
export function complete<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === values.length ? present : undefined;
}
