import { describe, expect, it } from 'vitest';
import { splitAtCommas } from '../../src/cli/axes.js';
import { settablePaths } from '../../src/cli/schema-walk.js';

describe('splitAtCommas', () => {
  it.each([
    ['a,b', ['a', 'b']],
    [' a , b ', ['a', 'b']],
    ['[8, 16],[32]', ['[8, 16]', '[32]']],
    ['{a: 1, b: [2, 3]},null', ['{a: 1, b: [2, 3]}', 'null']],
    ['"a,b",\'c,d\'', ['"a,b"', "'c,d'"]],
    ['a,,b', ['a', '', 'b']],
    ['', ['']],
  ])('%s', (text, parts) => {
    expect(splitAtCommas(text)).toEqual(parts);
  });
});

describe('settablePaths', () => {
  it('finds the values of leaves, through alternatives', () => {
    const paths = settablePaths({
      properties: {
        mode: { enum: ['off', 'cc'] },
        seconds: { anyOf: [{ type: 'number' }, { const: 'complete' }] },
        arrivals: {
          oneOf: [
            { properties: { process: { const: 'poisson' }, rate: { type: 'number' } } },
            { properties: { process: { const: 'trace' }, repeat: { type: 'boolean' } } },
          ],
        },
      },
    });
    expect(Object.fromEntries(paths)).toEqual({
      mode: ['off', 'cc'],
      seconds: ['complete'],
      'arrivals.process': ['poisson', 'trace'],
      'arrivals.rate': [],
      'arrivals.repeat': ['true', 'false'],
    });
  });
});
