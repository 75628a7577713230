import type { z } from 'zod';
import { didYouMean } from '../../suggest.js';
import { isBroken, keyPlaceOf, type Path, placeOf, type Tree, valueAt } from '../text/tree.js';
import {
  type AnySchema,
  acceptsBoolean,
  acceptsNumber,
  choices,
  describeSchema,
  type Expected,
  expectedAt,
  knownKeys,
} from './describe-schema.js';
import { booleanHint, numberHint } from './hints.js';
import type { Problems } from './problems.js';
import { describeItems, describeTree, oneOf, quoted } from './values.js';

type SchemaIssue = z.core.$ZodIssue;

/** What was checked: a part of a document, and the schema it failed. */
export interface Checked extends Expected {
  /** The whole document, for places. */
  readonly document: Tree;
  /** Where in the document the checked part stands. */
  readonly at: Path;
}

/** Reports what a schema found, in our words and with places in the document. */
export function addSchemaIssues(
  issues: readonly SchemaIssue[],
  checked: Checked,
  problems: Problems,
): void {
  for (const issue of issues) {
    addOne(issue, [], checked, problems);
  }
}

/** @param base where in the checked part the paths of a union's branch begin */
function addOne(issue: SchemaIssue, base: Path, checked: Checked, problems: Problems): void {
  const steps = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const inner = [...base, ...steps];
  if (isBroken(checked.document, [...checked.at, ...inner])) {
    return;
  }
  if (issue.code === 'unrecognized_keys') {
    addUnknownKeys(issue.keys, inner, checked, problems);
    return;
  }
  if (issue.code === 'invalid_key') {
    addInvalidKey(inner, checked, problems);
    return;
  }
  const branch = issue.code === 'invalid_union' ? intendedBranch(issue) : undefined;
  if (branch === undefined) {
    addValueProblem(issue, inner, checked, problems);
  } else {
    for (const nested of branch) {
      addOne(nested, inner, checked, problems);
    }
  }
}

/** The issues of the only branch of a union whose kind of value (text, list, …) was given. */
function intendedBranch(issue: z.core.$ZodIssueInvalidUnion): readonly SchemaIssue[] | undefined {
  const candidates = issue.errors.filter((branch) => !branch.some(isWrongKind));
  return candidates.length === 1 ? candidates[0] : undefined;
}

function isWrongKind({ code, path }: SchemaIssue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
}

/** Reports keys that the object schema at `inner` does not know. */
export function addUnknownKeys(
  keys: readonly string[],
  inner: Path,
  checked: Checked,
  problems: Problems,
): void {
  const { document, at } = checked;
  const expected = expectedAt(checked, inner);
  const known = expected === undefined ? [] : knownKeys(expected);
  for (const key of keys) {
    const path = [...at, ...inner, key];
    problems.add({
      place: keyPlaceOf(document, path),
      path,
      expected: oneOf(known),
      got: `the unknown key ${quoted(key)}`,
      hint: didYouMean(key, known),
    });
  }
}

/** Reports a name that a mapping of names does not take: the schema bounds its length. */
function addInvalidKey(inner: Path, { document, at }: Checked, problems: Problems): void {
  const path = [...at, ...inner];
  const place = keyPlaceOf(document, path);
  const got = quoted(String(path.at(-1)));
  problems.add({ place, path, expected: 'a name of 1 to 1000 characters', got });
}

function addValueProblem(
  issue: SchemaIssue,
  inner: Path,
  checked: Checked,
  problems: Problems,
): void {
  const { document, at } = checked;
  const path = [...at, ...inner];
  const tree = valueAt(document, path);
  const wanted = expectedAt(checked, inner)?.schema;
  problems.add({
    place: placeOf(document, path),
    path,
    expected: expectation(issue, wanted),
    got: describeFound(issue, tree),
    hint: hintFor(issue, wanted, tree),
  });
}

function expectation(issue: SchemaIssue, wanted: AnySchema | undefined): string {
  if (issue.code === 'custom') {
    return issue.message;
  }
  const options = discriminatorOptions(issue);
  if (options.length > 0) {
    return oneOf(options);
  }
  const size = sizeBound(issue);
  if (size !== undefined) {
    return size;
  }
  return wanted === undefined ? issue.message : describeSchema(wanted);
}

/** Bounds on how many items or characters there may be; those of numbers are in their description. */
function sizeBound(issue: SchemaIssue): string | undefined {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') {
    return undefined;
  }
  const unit = { array: 'items', string: 'characters' }[String(issue.origin)];
  if (unit === undefined) {
    return undefined;
  }
  if (issue.code === 'too_big') {
    return `at most ${issue.maximum} ${unit}`;
  }
  const nonEmpty =
    issue.origin === 'array' ? 'a list that is not empty' : 'a text that is not empty';
  return Number(issue.minimum) === 1 ? nonEmpty : `at least ${issue.minimum} ${unit}`;
}

/** A list has the right kind but the wrong length, or items that do not go together. */
function describeFound({ code }: SchemaIssue, tree: Tree | undefined): string {
  if (tree?.kind !== 'list' || tree.items.length === 0) {
    return describeTree(tree);
  }
  if (code === 'too_small' || code === 'too_big') {
    return `a list of ${tree.items.length}`;
  }
  return code === 'custom' ? describeItems(tree) : describeTree(tree);
}

function discriminatorOptions(issue: SchemaIssue): readonly string[] {
  return issue.code === 'invalid_union' && 'options' in issue && issue.options !== undefined
    ? issue.options.map(String)
    : [];
}

function hintFor(
  issue: SchemaIssue,
  wanted: AnySchema | undefined,
  tree: Tree | undefined,
): string | undefined {
  const text = tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined;
  if (text === undefined) {
    return undefined;
  }
  const options = discriminatorOptions(issue);
  const known = options.length > 0 || wanted === undefined ? options : choices(wanted);
  const near = didYouMean(text, known);
  if (near !== undefined || wanted === undefined || known.includes(text)) {
    return near;
  }
  if (acceptsNumber(wanted)) {
    return numberHint(text);
  }
  return acceptsBoolean(wanted) ? booleanHint(text) : undefined;
}
