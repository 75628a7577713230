import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { choose, readProfile, resolved } from './support.js';

const PAGE = readFileSync('docs/profiles.md', 'utf8');
const EXAMPLES = [...PAGE.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => yaml ?? '');

describe('docs/profiles.md', () => {
  it('has two examples', () => {
    expect(EXAMPLES).toHaveLength(2);
  });

  it.each(EXAMPLES)('shows a profile that resolves: %#', (yaml) => {
    const document = readProfile(yaml);
    const models = Object.keys(document.models);
    expect(resolved(document, choose({ models })).timing.models).toHaveLength(models.length);
  });
});
