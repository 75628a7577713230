import type { CommonCell } from './common-cells.js';
import type { Measured, MeasuredInput } from './measured.js';

/** A difference in what two results are of. */
export interface AboutDifference {
  /** `version`, `replications`, `input profile x.yaml`, or the path of a setting. */
  readonly what: string;
  /** In the first folder; null where it is not there. */
  readonly a: string | null;
  readonly b: string | null;
  /** In how many common cells the setting differs, `a` and `b` being of the first; null: of all. */
  readonly cells: number | null;
}

/** What the results in two folders are of, where that differs: version, inputs, settings. */
export function aboutDifferences(
  a: Measured,
  b: Measured,
  cells: readonly CommonCell[],
): readonly AboutDifference[] {
  return [
    ...textDifference('version', a.version, b.version),
    ...textDifference('replications', a.replications, b.replications),
    ...inputDifferences(a.inputs, b.inputs),
    ...settingDifferences(cells),
  ];
}

function textDifference(what: string, a: string | null, b: string | null): AboutDifference[] {
  return a === b ? [] : [{ what, a, b, cells: null }];
}

/** Files by their content: one that is only called otherwise, or lies elsewhere, is the same. */
function inputDifferences(
  a: readonly MeasuredInput[],
  b: readonly MeasuredInput[],
): readonly AboutDifference[] {
  const contentsOf = (inputs: readonly MeasuredInput[]): ReadonlySet<string> =>
    new Set(inputs.map(({ what, sha256 }) => `${what} ${sha256}`));
  const [inA, inB] = [contentsOf(a), contentsOf(b)];
  const changedA = a.filter(({ what, sha256 }) => !inB.has(`${what} ${sha256}`));
  const changedB = b.filter(({ what, sha256 }) => !inA.has(`${what} ${sha256}`));
  const names = new Set([...changedA, ...changedB].map(nameOf));
  const hashIn = (inputs: readonly MeasuredInput[], name: string): string | null =>
    inputs.find((input) => nameOf(input) === name)?.sha256 ?? null;
  return [...names].flatMap((name) =>
    textDifference(`input ${name}`, hashIn(changedA, name), hashIn(changedB, name)),
  );
}

function nameOf({ what, name }: MeasuredInput): string {
  return `${what} ${name}`;
}

function settingDifferences(cells: readonly CommonCell[]): readonly AboutDifference[] {
  const found = new Map<string, AboutDifference>();
  for (const { a, b } of cells) {
    for (const { path, left, right } of leavesThatDiffer(a.scenario, b.scenario, '')) {
      // How often a scenario is run is no setting of the cell.
      if (path === 'replications') continue;
      const before = found.get(path);
      found.set(path, {
        what: path,
        a: before === undefined ? shown(left) : before.a,
        b: before === undefined ? shown(right) : before.b,
        cells: (before?.cells ?? 0) + 1,
      });
    }
  }
  return [...found.values()];
}

interface Leaf {
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** The settings that differ; of a list, the whole. */
function leavesThatDiffer(left: unknown, right: unknown, path: string): readonly Leaf[] {
  if (Object.is(left, right)) return [];
  if (!(isMapping(left) && isMapping(right))) {
    return sameList(left, right) ? [] : [{ path, left, right }];
  }
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].flatMap((key) =>
    leavesThatDiffer(left[key], right[key], path === '' ? key : `${path}.${key}`),
  );
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function sameList(left: unknown, right: unknown): boolean {
  if (!(isList(left) && isList(right)) || left.length !== right.length) return false;
  for (let at = 0; at < left.length; at++) {
    if (leavesThatDiffer(left[at], right[at], '').length > 0) return false;
  }
  return true;
}

const LONGEST = 60;

/** As JSON, cut to a length that fits a line; null where there is nothing. */
function shown(value: unknown): string | null {
  if (value === undefined) return null;
  if (ArrayBuffer.isView(value))
    return `${(value as unknown as ArrayLike<unknown>).length} numbers`;
  const text =
    typeof value === 'string'
      ? value
      : typeof value === 'number'
        ? String(value)
        : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
