import type { z } from 'zod';
import type { Problems } from './issues/problems.js';
import { addSchemaIssues, addUnknownKeys } from './issues/schema-issues.js';
import type { TextDocument } from './text/read-yaml.js';
import { keysOf, type Path, plain, type Tree, valueAt } from './text/tree.js';

/** What was accepted of a mapping: undefined where a field had problems, which are reported. */
export type Fields<T> = { readonly [K in keyof T]-?: { readonly value: T[K] } | undefined };

/** Keys of a mapping of which nothing is said, because a syntax error touches them. */
export type SilentKeys = (key: string) => boolean;

/**
 * Which top-level keys nothing is said of: those that a syntax error damaged or may have swallowed.
 * @param document what became of the text's root.
 */
export function silentKeys(
  { root, unreadable, complete }: TextDocument,
  document: Tree = root,
): SilentKeys {
  return (key) =>
    valueAt(document, [key]) === undefined ? unreadable.has(key) || !complete : false;
}

/** Where a mapping stands, and what of its document could not be read. */
export interface Reading {
  readonly document: Tree;
  readonly at: Path;
  readonly silent: SilentKeys;
}

/**
 * Checks each field of a mapping on its own, so that a problem in one hides none in another.
 * A mapping that is missing counts as an empty one.
 */
export function readFields<S extends z.ZodObject>(
  schema: S,
  { document, at, silent }: Reading,
  problems: Problems,
): Fields<z.output<S>> {
  const tree = valueAt(document, at);
  const names = Object.keys(schema.shape);
  const fields: Record<string, { value: unknown } | undefined> = Object.fromEntries(
    names.map((name) => [name, undefined]),
  );
  if (tree !== undefined && tree.kind !== 'mapping') {
    const value = plain(tree);
    const { error } = schema.safeParse(value);
    addSchemaIssues(error?.issues ?? [], { schema, value, document, at }, problems);
    return fields as Fields<z.output<S>>;
  }
  const unknown = keysOf(tree).filter((key) => !Object.hasOwn(schema.shape, key) && !silent(key));
  addUnknownKeys(unknown, [], { schema, value: undefined, document, at }, problems);
  for (const name of names.filter((key) => !silent(key))) {
    fields[name] = readValue(schema.shape[name] as z.ZodType, document, [...at, name], problems);
  }
  return fields as Fields<z.output<S>>;
}

/** The values of all fields; undefined when one of them was refused. */
export function allValues<T>(fields: Fields<T>): T | undefined {
  const entries = Object.entries(fields as Record<string, { value: unknown } | undefined>);
  return entries.some(([, field]) => field === undefined)
    ? undefined
    : (Object.fromEntries(entries.map(([key, field]) => [key, field?.value])) as T);
}

/** Checks one value; undefined, and its problems reported, when the schema refuses it. */
export function readValue<T>(
  schema: z.ZodType<T>,
  document: Tree,
  at: Path,
  problems: Problems,
): { readonly value: T } | undefined {
  const tree = valueAt(document, at);
  const value = tree && plain(tree);
  const result = schema.safeParse(value);
  if (result.success) {
    return { value: result.data };
  }
  addSchemaIssues(result.error.issues, { schema, value, document, at }, problems);
  return undefined;
}
