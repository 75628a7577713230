import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const FOLDER = 'profiles';

interface Citations {
  /** Source names that stand for numbers. */
  readonly used: Set<string>;
  /** Paths of numbers that have no source. */
  readonly unsourced: string[];
}

/** Follows every number of a profile up to the nearest source: its own, or its group's. */
function walk(value: unknown, path: string, source: string | undefined, found: Citations): void {
  if (typeof value === 'number') {
    if (source === undefined) found.unsourced.push(path);
    else found.used.add(source);
  }
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Record<string, unknown>;
  const own = (fields['sourceOf'] ?? {}) as Record<string, string>;
  const group = typeof fields['source'] === 'string' ? fields['source'] : source;
  for (const [key, child] of Object.entries(fields)) {
    walk(child, `${path}.${key}`, own[key] ?? group, found);
  }
}

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')))('%s', (file) => {
  const document = parse(readFileSync(`${FOLDER}/${file}`, 'utf8'));
  const found: Citations = { used: new Set(), unsourced: [] };
  walk(document, '', undefined, found);

  it('names a source for every number', () => {
    expect(found.used.size).toBeGreaterThan(0);
    expect(found.unsourced).toEqual([]);
  });

  it('lists exactly the sources that it uses, each with a text', () => {
    expect(Object.keys(document.sources).sort()).toEqual([...found.used].sort());
    for (const text of Object.values(document.sources))
      expect(String(text).length).toBeGreaterThan(20);
  });
});
