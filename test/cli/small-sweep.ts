import { createHash } from 'node:crypto';
import { folderContent } from '../support/folder-content.js';

/** Four cells of a scenario in `s.yaml` (`SMALL_SCENARIO`), three replications each. @param more further lines. */
export function smallSweep(more = ''): string {
  const lines = more.split('\n').filter((line) => line !== '');
  const keys = lines.map((line) => line.split(':')[0]);
  const usual = [
    'name: small-sweep',
    'scenario: s.yaml',
    'axes:\n  - { path: arrivals.rate, values: [1, 2] }\n  - { path: tee.mode, values: [off, cc] }',
    'replications: 3',
    'compare: { axis: tee.mode, baseline: off }',
    'keep: { latencyHistogram: true, timeline: [{ arrivals.rate: 1 }], requests: [{ tee.mode: cc }] }',
  ];
  // A plan takes the place of the other kind of plan.
  if (keys.includes('precision')) keys.push('replications');
  return [...usual.filter((line) => !keys.includes(line.split(':')[0])), ...lines, ''].join('\n');
}

/** Every file in a folder of results but the manifest, by name, with its size: what may not differ. */
export function contentOf(folder: string): Readonly<Record<string, string>> {
  const { 'manifest.json': _, ...files } = folderContent(folder);
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => {
      const hash = createHash('sha256').update(content, 'latin1').digest('hex');
      return [name, `${content.length} bytes, SHA-256 ${hash}`];
    }),
  );
}
