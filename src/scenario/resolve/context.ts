import { didYouMean } from '../../suggest.js';
import type { Problems } from '../issues/problems.js';
import { oneOf, quoted } from '../issues/values.js';
import type { FilePort } from '../ports.js';
import type { Sources } from '../sources.js';
import { keyPlaceOf, keysOf, type Path, placeOf, type Tree, valueAt } from '../text/tree.js';

/** What every step of resolving a scenario needs. */
export interface Context {
  /** The scenario's file, which relative paths in it start from. */
  readonly file: string;
  readonly document: Tree;
  readonly files: FilePort;
  readonly sources: Sources;
  readonly problems: Problems;
}

/** Reports a problem of the value at `path` of the scenario. */
export function report(
  { document, problems }: Context,
  path: Path,
  expected: string,
  got: string,
  hint?: string,
): void {
  problems.add({ place: placeOf(document, path), path, expected, got, hint });
}

/** Reports a key or a list item of the scenario that should name one of `known` and does not. */
export function reportUnknown(
  { document, problems }: Context,
  path: Path,
  what: string,
  name: string,
  known: readonly string[],
): void {
  const isKey = valueAt(document, path.slice(0, -1))?.kind === 'mapping' && path.at(-1) === name;
  problems.add({
    place: isKey ? keyPlaceOf(document, path) : placeOf(document, path),
    path,
    expected: `${what} (${oneOf(known)})`,
    got: quoted(name),
    hint: didYouMean(name, known),
  });
}

/** Checks that the keys of the mapping at `path` are models of the scenario. */
export function checkModelKeys(context: Context, path: Path, models: readonly string[]): void {
  for (const name of keysOf(valueAt(context.document, path))) {
    if (!models.includes(name)) {
      reportUnknown(context, [...path, name], 'a model of the scenario', name, models);
    }
  }
}

/** A figure in a message: no digits that only rounding put there. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(12)));
}
