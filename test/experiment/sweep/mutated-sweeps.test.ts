import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated } from '../../support/mutations.js';
import { lawSeed } from '../../support/property.js';
import { read } from './small-sweep.js';

/** A sweep that uses all of the format, over lines so that lines can be moved. */
const SWEEP = `name: everything
scenario: base.yaml
set: { durationSeconds: 60, sla.perModel: { "m.1": 3 } }
axes:
  - { path: tee.mode, values: &modes [off, cc], label: TEE }
  - path: arrivals.rate
    range: { from: 0.5, to: 2, step: 0.5 }
  - { path: server.gpu.reserveGiB, logRange: { from: 1, to: 10, count: 3 }, unit: GiB }
  - zip:
      - { path: a.0, values: [1, 2] }
      - { path: b, range: { from: 0, to: 1, count: 2 } }
  - name: semantics
    variants:
      as-published: { server.semantics: as-published }
      lossless: {}
exclude:
  - { tee.mode: off, arrivals.rate: [1.5, 2] }
overrides:
  - name: two-sigma
    where: { tee.mode: cc, a.0: 1 }
    set: { strategy.timerSigmas: 2 }
precision:
  targets: [{ metric: swaps.count, of: difference, absolute: 1 }]
  least: 25
  most: 50
compare: { axis: tee.mode, baseline: off, margins: { swaps.count: 2 } }
rank: { axis: semantics, metric: swaps.count }
metrics: [swaps.count, 'perModel.*.swaps.count']
keep:
  latencyHistogram: true
  timeline: [{ semantics: lossless, a.0: 2 }]
`;

describe('a sweep file', () => {
  it('that uses all of the format has no problems', async () => {
    const { sweep, issues } = await read(SWEEP);
    expect(issues).toEqual([]);
    // 2 modes × 4 rates × 3 reserves × 2 × 2, less off at 2 of the rates.
    expect(sweep?.cells.length).toBe(96 - 24);
  });

  it('that is damaged gives problems with their places, or a sweep', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(SWEEP), async (text) => {
        const { sweep, issues } = await read(text);
        if (issues.length === 0) expect(sweep?.cells.length).toBeGreaterThan(0);
        for (const { source } of issues) {
          expect(source).toMatchObject({ kind: 'file', file: 's.yaml' });
          if (source.kind === 'file') {
            expect(Math.min(source.line, source.column)).toBeGreaterThanOrEqual(1);
          }
        }
      }),
      { numRuns: 300, seed: lawSeed() },
    );
  });
});
