import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readClaims } from '../../../src/experiment/claims/read-claims.js';
import {
  claimOutline,
  claimsSchema,
  compareSchema,
  expectedSchema,
} from '../../../src/experiment/claims/schema.js';
import type { Claims } from '../../../src/experiment/claims/types.js';
import { resolveMetrics } from '../../../src/experiment/sweep/metrics.js';
import { readSweep } from '../../../src/experiment/sweep/read-sweep.js';
import { nodeFiles } from '../../../src/host/node-files.js';
import type { FilePort } from '../../../src/scenario/ports.js';
import { madeUpResults } from '../../support/made-up-results.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = join(ROOT, 'scenarios', 'sweeps');
const PAPER = join(FOLDER, 'sincere-paper.yaml');
const SINCERE = join(FOLDER, 'sincere-claims.yaml');
const page = readFileSync(join(ROOT, 'docs', 'claims.md'), 'utf8');
const disk = nodeFiles();

/** What the claims of a file look at in the whole published grid, with nothing simulated. */
async function boundToPaper(file: string, files: FilePort = disk): Promise<Claims> {
  const { sweep } = await readSweep(PAPER, files);
  if (sweep === undefined) throw new Error('no sweep');
  const { columns } = sweep;
  const metrics = resolveMetrics(sweep.metrics, []);
  const { description } = madeUpResults({
    axes: Object.fromEntries(columns.map(({ name, values }) => [name, values])),
    replications: 0,
    metrics,
    value: () => 0,
  });
  expect(description.cells.map(({ values }) => values)).toEqual(
    sweep.cells.map(({ values }) => values),
  );
  const { claims, issues } = await readClaims(file, files, description);
  expect(issues).toEqual([]);
  if (claims === undefined) throw new Error('no claims');
  return claims;
}

describe('files of claims in scenarios/sweeps/', () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('-claims.yaml'));

  it.each(names)('%s tells editors its schema', (name) => {
    const [first] = readFileSync(join(FOLDER, name), 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../../schemas/claims.schema.json');
  });
});

describe('sincere-claims.yaml', () => {
  it('can be checked against the results of sincere-paper.yaml', async () => {
    const { claims } = await boundToPaper(SINCERE);
    const count = (id: string) =>
      claims
        .find((claim) => claim.id === id)
        ?.groups.map(({ cells }) => cells.map(({ length }) => length));
    // 108 cells of each mode; at SLA 80 12 groups of three rates.
    expect(count('latency-published-all')).toEqual([[108, 108]]);
    expect(count('latency-published-sla80')).toEqual(Array.from({ length: 12 }, () => [3, 3]));
    expect(count('lost-at-most')).toHaveLength(216);
    expect(count('latency-falls')).toEqual([
      [36, 36, 36],
      [36, 36, 36],
    ]);
  });

  it('has each headline claim as published and as measured, at SLA 80 and over all runs', async () => {
    const ids = (await boundToPaper(SINCERE)).claims.map(({ id }) => id);
    const headline = ['latency', 'sla', 'throughput', 'gpu'].flatMap((figure) =>
      ['published-sla80', 'published-all', 'measured-sla80', 'measured-all'].map(
        (kind) => `${figure}-${kind}`,
      ),
    );
    expect(ids).toEqual(expect.arrayContaining(headline));
  });

  it('has its claims in a table of docs/claims.md, each with a verdict', async () => {
    const { claims } = await boundToPaper(SINCERE);
    const [, sincere = ''] = page.split('\n## SINCERE\n');
    const rows = new Map(
      [...sincere.matchAll(/^\| `([a-z0-9.-]+)` \|.*\| ([a-z ]+) \|$/gm)].map(([, id, found]) => [
        id,
        found,
      ]),
    );
    const verdicts = new Set([
      'holds',
      'does not hold',
      'depends on the denominator',
      'cannot tell',
    ]);
    expect(
      claims.filter(({ id }) => !verdicts.has(rows.get(id) ?? '')).map(({ id }) => id),
    ).toEqual([]);
    expect(rows.size).toBe(claims.length);
  });
});

describe('docs/claims.md', () => {
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);

  it('shows claims', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  it.each(blocks)('shows what is valid:\n%s', async (block) => {
    const files: FilePort = {
      ...disk,
      exists: async (path) => (path === 'page.yaml' ? 'file' : disk.exists(path)),
      readText: async (path) => (path === 'page.yaml' ? block : disk.readText(path)),
    };
    const { claims } = await boundToPaper('page.yaml', files);
    expect(claims.length).toBeGreaterThan(0);
  });

  it('names every key of a claim', () => {
    const code = new Set(
      [...page.matchAll(/`([^`\n]+)`/g)].flatMap(([, text = '']) => text.split(/[^\w]+/)),
    );
    const shapes = [claimsSchema, claimOutline, compareSchema, expectedSchema];
    const keys = shapes.flatMap(({ shape }) => Object.keys(shape));
    expect(keys.filter((key) => !code.has(key))).toEqual([]);
  });
});
