import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MEASUREMENT_FORMATS } from '../../../src/cli/choices.js';
import { DOCUMENT_FORMATS } from '../../../src/interop/measurements/registry.js';

const names = DOCUMENT_FORMATS.map(({ name }) => name);

describe('formats of results', () => {
  it('are those that import offers', () => {
    expect([...names].sort()).toEqual([...MEASUREMENT_FORMATS].sort());
  });

  it('are all listed in the docs', () => {
    const page = readFileSync('docs/formats.md', 'utf8');
    for (const name of names) expect(page).toContain(`\n| \`${name}\` |`);
  });
});
