import { formatIssue } from '../../../src/errors.js';
import { type CheckedClaim, checkClaims } from '../../../src/experiment/claims/check.js';
import { readClaims } from '../../../src/experiment/claims/read-claims.js';
import type { Claims } from '../../../src/experiment/claims/types.js';
import type { SweepResults } from '../../../src/experiment/results/types.js';
import { memoryFiles } from '../../scenario/memory-files.js';

/** Parts of a claim by key, as YAML; null: without it. */
export type ClaimParts = Readonly<Record<string, string | null>>;

const USUAL: ClaimParts = {
  id: 'a',
  text: 'it is so',
  source: 'here',
  metric: 'swaps.count',
  expected: '{ from: 1 }',
};

/** A file with these claims: each key on a line of its own, after those that every claim needs. */
export function claimsText(...claims: readonly ClaimParts[]): string {
  const texts = claims.map((parts, at) => {
    const all = { ...USUAL, id: String.fromCharCode(97 + at), ...parts };
    const lines = Object.entries(all).flatMap(([key, value]) =>
      value === null ? [] : [`${key}: ${value}`],
    );
    return `  - ${lines.join('\n    ')}\n`;
  });
  return `claims:\n${texts.join('')}`;
}

/** What is wrong with a file of claims, as lines. */
export async function problemsOf(text: string, results: SweepResults | null): Promise<string[]> {
  const files = memoryFiles({ 'c.yaml': text });
  const { issues } = await readClaims('c.yaml', files, results?.description ?? null);
  return issues.map(formatIssue);
}

/** The claims; there must be nothing wrong with them. */
export async function claimsOf(results: SweepResults, ...claims: readonly ClaimParts[]) {
  const files = memoryFiles({ 'c.yaml': claimsText(...claims) });
  const reading = await readClaims('c.yaml', files, results.description);
  if (reading.claims === undefined) throw new Error(reading.issues.map(formatIssue).join('\n'));
  return reading.claims satisfies Claims;
}

/** What is found of one claim. */
export async function checkedOf(results: SweepResults, parts: ClaimParts): Promise<CheckedClaim> {
  const [checked] = checkClaims(await claimsOf(results, parts), results);
  if (checked === undefined) throw new Error('no claim');
  return checked;
}
