import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problems } from '../../src/scenario/issues/problems.js';
import { readYamlOption } from '../../src/scenario/text/read-yaml.js';
import { plain, type Tree } from '../../src/scenario/text/tree.js';
import { valueText } from '../../src/scenario/text/value-text.js';
import { holds } from '../support/property.js';

const place = { kind: 'option', option: 'test' } as const;

function parse(text: string): Tree {
  return readYamlOption(text, place, [], new Problems());
}

/** A value as a tree, without the detour of a text. */
function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOf), place };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, part]) => [key, { keyPlace: place, value: treeOf(part) }] as const,
    );
    return { kind: 'mapping', entries: new Map(entries), place };
  }
  const scalar = value as string | number | boolean | null;
  return { kind: 'scalar', value: scalar, source: String(scalar), place };
}

const { tree: values } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    // Control characters other than these are no YAML.
    fc.string({
      unit: fc.oneof(
        fc.constantFrom(...' ,:#-[]{}"\'&*!|>%@`~.019\n\ttrue'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
    }),
    fc.constantFrom('null', 'true', '012', '0x1f', '1e3', '.inf', '~', '', 'best-batch+timer'),
    fc.double({ noDefaultInfinity: false }).map((number) => number + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc
      .dictionary(fc.string({ minLength: 1 }), tie('tree'), { maxKeys: 3, noNullPrototype: true })
      .filter((mapping) => !Object.hasOwn(mapping, '__proto__')),
  ),
}));

describe('valueText', () => {
  it.each([
    ['cc', 'cc'],
    ['"cc"', 'cc'],
    ['8.0', '8'],
    ['"8"', '"8"'],
    ['012', '012'],
    ['12', '12'],
    ['true', 'true'],
    ['"true"', '"true"'],
    ['best-batch+timer', 'best-batch+timer'],
    ['[8,16]', '[8, 16]'],
    ['{ a: 1, "b.c": [x, "y z"] }', '{a: 1, b.c: [x, "y z"]}'],
    ['.inf', '.inf'],
    ['', 'null'],
  ])('writes %s as %s', (text, canonical) => {
    expect(valueText(parse(text))).toBe(canonical);
  });

  it('is read back as the same value', () => {
    holds(values, (value) => {
      const text = valueText(treeOf(value)) ?? '';
      expect(plain(parse(text))).toEqual(value);
    });
  });

  it('is undefined where a part could not be read', () => {
    expect(valueText({ kind: 'list', items: [{ kind: 'broken', place }], place })).toBeUndefined();
  });
});
