import { quoted } from '../../scenario/issues/values.js';
import { allValues } from '../../scenario/read-fields.js';
import { keyPlaceOf, keysOf, type Path, placeOf, valueAt } from '../../scenario/text/tree.js';
import { valueText } from '../../scenario/text/value-text.js';
import type { Axis, AxisColumn, AxisPoint } from './axis.js';
import { checkColumns } from './check-columns.js';
import { complete, fieldsAt, itemsAt, report, type SweepContext } from './context.js';
import { claimPath, OF_SOME_CELLS, readSettings, type Settings } from './read-settings.js';
import { readValues, valuePath } from './read-values.js';
import { MOST_CELLS, pathAxisSchema, variantAxisSchema, zipAxisSchema } from './schema.js';

/** The axes at `axes`; undefined, and all reported, if something is wrong with any. */
export function readAxes(context: SweepContext): readonly Axis[] | undefined {
  const read = itemsAt(['axes'], context).map((at) => readAxis(at, context));
  const columns = read.flatMap((axis) => axis?.columns ?? []);
  const apart = checkColumns(columns, context);
  const axes = complete(read);
  if (axes === undefined || !apart) return undefined;
  const combinations = axes.reduce((product, { points }) => product * points.length, 1);
  if (combinations <= MOST_CELLS) return axes;
  const expected = `at most ${MOST_CELLS} combinations of values`;
  report(context, ['axes'], { expected, got: String(combinations) });
  return undefined;
}

function readAxis(at: Path, context: SweepContext): Axis | undefined {
  const tree = valueAt(context.document, at);
  if (tree?.kind !== 'mapping') {
    fieldsAt(pathAxisSchema, at, context);
    return undefined;
  }
  const keys = keysOf(tree);
  if (keys.includes('variants')) return readVariantAxis(at, context);
  return keys.includes('zip') ? readZipAxis(at, context) : readPathAxis(at, context);
}

function readPathAxis(at: Path, context: SweepContext): Axis | undefined {
  const axis = readPath(at, context);
  const differ = axis && pointsDiffer(axis, at, context);
  return differ === true ? axis : undefined;
}

/** An axis of one path, which may have a value twice. */
function readPath(at: Path, context: SweepContext): Axis | undefined {
  const fields = fieldsAt(pathAxisSchema, at, context);
  const trees = readValues(at, context);
  const here = [...at, 'path'];
  const named = { place: placeOf(context.document, here), at: here };
  const claim = fields.path && claimPath(fields.path.value, named, OF_SOME_CELLS, context);
  const accepted = allValues(fields);
  if (trees === undefined || claim === undefined || accepted === undefined) return undefined;
  const { path: name } = claim;
  const points = complete(
    trees.map((value): AxisPoint | undefined => {
      const text = valueText(value);
      const settings = [{ path: accepted.path, value, place: claim.place }];
      return text === undefined ? undefined : { values: [text], settings };
    }),
  );
  const column: AxisColumn = {
    name,
    label: accepted.label ?? name,
    unit: accepted.unit ?? unitOf(name),
    claims: [claim],
    namesPath: true,
    named,
  };
  return points && { columns: [column], points };
}

/** What a unit can be read from: names carry it where a reader could doubt. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/seconds$/i, 's'],
  [/GiB$/, 'GiB'],
  [/(?:^|\.)(?:rate|minRate|maxRate|meanRate)$/, 'requests/s'],
];

function unitOf(path: string): string | null {
  return UNITS.find(([pattern]) => pattern.test(path))?.[1] ?? null;
}

/**
 * Whether the points differ; those that stand there already are reported.
 * @param at the axis that has their values.
 */
function pointsDiffer({ points }: Axis, at: Path, context: SweepContext): boolean {
  const texts = points.map(({ values }) => JSON.stringify(values));
  const repeated = repeats(texts);
  for (const index of repeated) {
    const got = `${points[index]?.values.join(', ')} a second time`;
    report(context, valuePath(at, index, context), { expected: 'each value once', got });
  }
  return repeated.length === 0;
}

/** The positions of texts that stand further in front already. */
function repeats(texts: readonly string[]): readonly number[] {
  const first = new Map<string, number>();
  for (const [index, text] of texts.entries()) if (!first.has(text)) first.set(text, index);
  return [...texts.keys()].filter((index) => first.get(texts[index] ?? '') !== index);
}

function readZipAxis(at: Path, context: SweepContext): Axis | undefined {
  fieldsAt(zipAxisSchema, at, context);
  const inside = [...at, 'zip'];
  const members = complete(itemsAt(inside, context).map((member) => readPath(member, context)));
  const [first, ...others] = members ?? [];
  if (members === undefined || first === undefined || others.length === 0) return undefined;
  const lengths = members.map(({ points }) => points.length);
  if (new Set(lengths).size > 1) {
    const expected = 'axes with equally many values';
    report(context, inside, { expected, got: `${lengths.join(', ')} values` });
    return undefined;
  }
  const axis = {
    columns: members.flatMap(({ columns }) => columns),
    points: first.points.map((_, index) => ({
      values: members.flatMap(({ points }) => points[index]?.values ?? []),
      settings: members.flatMap(({ points }) => points[index]?.settings ?? []),
    })),
  };
  return pointsDiffer(axis, [...inside, 0], context) ? axis : undefined;
}

function readVariantAxis(at: Path, context: SweepContext): Axis | undefined {
  const fields = allValues(fieldsAt(variantAxisSchema, at, context));
  const inside = [...at, 'variants'];
  const names = keysOf(valueAt(context.document, inside));
  const variants = complete(
    names.map((name) => readSettings([...inside, name], OF_SOME_CELLS, context)),
  );
  if (fields === undefined || variants === undefined || variants.length === 0) return undefined;
  const { name } = fields;
  const here = [...at, 'name'];
  const column: AxisColumn = {
    name,
    label: fields.label ?? name,
    unit: fields.unit ?? null,
    claims: variants.flatMap(({ claims }) => claims),
    namesPath: false,
    named: { place: placeOf(context.document, here), at: here },
  };
  const points = variants.map(({ settings }, index) => ({
    values: [names[index] ?? ''],
    settings,
  }));
  return variantsDiffer(variants, names, inside, context)
    ? { columns: [column], points }
    : undefined;
}

/** Whether no variant does what another does; those that do are reported. */
function variantsDiffer(
  variants: readonly Settings[],
  names: readonly string[],
  inside: Path,
  context: SweepContext,
): boolean {
  const meanings = variants.map(({ settings, claims }) =>
    JSON.stringify(settings.map(({ value }, index) => [claims[index]?.path, valueText(value)])),
  );
  const repeated = repeats(meanings);
  for (const index of repeated) {
    const path = [...inside, names[index] ?? ''];
    const first = names[meanings.indexOf(meanings[index] ?? '')] ?? '';
    const place = keyPlaceOf(context.document, path);
    const got = `those of ${quoted(first)}`;
    context.problems.add({ place, path, expected: 'settings of its own', got });
  }
  return repeated.length === 0;
}
