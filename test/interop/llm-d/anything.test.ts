import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawSeed } from '../../support/property.js';
import { changed, hostsOf, REPORT_01, REPORT_021, readReport } from './reports.js';

const FULL_01 = changed(
  changed(REPORT_01, 'scenario.host', hostsOf(['prefill', 1], ['decode', 2])),
  'scenario.load',
  { name: 'guidellm', args: { profile: {}, rate: [1], data: ['x'] }, metadata: { stage: 0 } },
);
const PRISM = [{ configuration: '2 TP4', metrics: { latency: {}, ttft: 1 }, workload: {} }];

/** All paths of a document. */
function pathsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => [
    key,
    ...pathsOf(below).map((path) => `${key}.${path}`),
  ]);
}

describe.each([
  ['a report v0.1', FULL_01],
  ['a report v0.2.1', REPORT_021],
  ['a run of prism', PRISM],
] as const)('%s', (_, document) => {
  it('is read or refused with places, whatever stands anywhere in it', async () => {
    const place = fc.constantFrom(...pathsOf(document));
    const change = fc.tuple(place, fc.jsonValue({ maxDepth: 2 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const broken = changes.reduce<unknown>((at, [path, value]) => {
          try {
            return changed(at, path, value);
          } catch {
            return at;
          }
        }, document);
        const { issues, measurements } = await readReport(JSON.stringify(broken), 'a.json');
        for (const issue of issues) expect(issue).toMatch(/^a\.json:\d+:\d+ /);
        expect(new Set(issues).size).toBe(issues.length);
        if (issues.length === 0) expect(measurements.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300, seed: lawSeed() },
    );
  });
});
