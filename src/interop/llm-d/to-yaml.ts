import { Document, type ScalarTag } from 'yaml';

/**
 * Readers of YAML 1.1, PyYAML among them, take a number with an exponent for a text unless it has
 * a point and a sign.
 */
const NUMBER: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  // Of tags that take a value for theirs, the library prefers those with a test; nothing is parsed.
  test: /$^/,
  identify: (value) => typeof value === 'number',
  resolve: Number,
  stringify: ({ value }) => String(value).replace(/^(-?\d+)e/, '$1.0e'),
};

/**
 * YAML that readers of 1.1 and 1.2 understand alike: 1.1 takes `no` and `off` for booleans, so they
 * are quoted.
 */
export function toYaml(value: unknown): string {
  const document = new Document(value, {
    version: '1.1',
    aliasDuplicateObjects: false,
    customTags: (tags) => [NUMBER, ...tags],
  });
  return document.toString({ lineWidth: 0 });
}
