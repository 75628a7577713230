import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkClaims } from '../../../src/experiment/claims/check.js';
import { readClaims } from '../../../src/experiment/claims/read-claims.js';
import { memoryFiles } from '../../scenario/memory-files.js';
import { mutated } from '../../support/mutations.js';
import { lawSeed } from '../../support/property.js';
import { writtenResults } from '../statistics/table-results.js';

/** Claims that use all of the format, over lines so that lines can be moved. */
const CLAIMS = `name: everything
claims:
  - id: ratio.1
    text: one
    source: here
    metric: swaps.count
    where: { arrivals.rate: [4, 8] }
    each: [arrivals.rate]
    compare: { axis: tee.mode, of: off, to: cc, as: ratio }
    expected: { from: 0.5, to: 2 }
  - id: difference
    text: two
    source: here
    metric: sla.attainmentProcessed
    denominator: both
    each: cell
    weightedBy: swaps.count
    compare:
      axis: tee.mode
      of: off
      to: cc
      as: difference
    expected: { to: 0.1 }
  - { id: best, text: a, source: b, metric: swaps.count, expected: { axis: tee.mode, lowest: cc } }
  - id: order
    text: four
    source: here
    metric: sla.attainmentReceived
    denominator: received
    expected:
      axis: arrivals.rate
      order: rising
`;

const cell = {
  'swaps.count': [1, 2],
  'sla.attainmentProcessed': [0.5, 0.6],
  'sla.attainmentReceived': [0.2, 0.3],
};
const results = writtenResults({
  columns: { 'tee.mode': ['off', 'cc'], 'arrivals.rate': ['4', '8'] },
  cells: [cell, cell, cell, cell],
});
const read = (text: string) =>
  readClaims('c.yaml', memoryFiles({ 'c.yaml': text }), results.description);

describe('a file of claims', () => {
  it('that uses all of the format has no problems', async () => {
    const { claims, issues } = await read(CLAIMS);
    expect(issues).toEqual([]);
    expect(claims?.claims.map(({ groups }) => groups.length)).toEqual([2, 2, 1, 1]);
  });

  it('that is damaged gives problems with their places, or claims that can be checked', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(CLAIMS), async (text) => {
        const { claims, issues } = await read(text);
        if (claims === undefined) expect(issues.length).toBeGreaterThan(0);
        else expect(checkClaims(claims, results)).toHaveLength(claims.claims.length);
        for (const { source } of issues) {
          expect(source).toMatchObject({ kind: 'file', file: 'c.yaml' });
          if (source.kind === 'file') {
            expect(Math.min(source.line, source.column)).toBeGreaterThanOrEqual(1);
          }
        }
      }),
      { numRuns: 300, seed: lawSeed() },
    );
  });
});
