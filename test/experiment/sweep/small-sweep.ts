import { formatIssue } from '../../../src/errors.js';
import { readSweep } from '../../../src/experiment/sweep/read-sweep.js';
import type { Sweep } from '../../../src/experiment/sweep/types.js';
import { memoryFiles } from '../../scenario/memory-files.js';

/** The parts that every sweep needs; each on a line of its own. */
const HEAD = { scenario: 'base.yaml', replications: '2' };

/** A sweep file with these parts, a line each, after those that every sweep needs. */
export function sweepText(parts: Readonly<Record<string, string | null>>): string {
  return Object.entries({ ...HEAD, ...parts })
    .map(([key, value]) => (value === null ? '' : `${key}: ${value}\n`))
    .join('');
}

/** Reads `text` as `s.yaml`, beside a file `base.yaml`. */
export function read(text: string) {
  return readSweep('s.yaml', memoryFiles({ 's.yaml': text, 'base.yaml': '', 'folder/x': '' }));
}

/** The sweep with these parts; there must be nothing wrong with it. */
export async function sweepOf(parts: Readonly<Record<string, string | null>>): Promise<Sweep> {
  const { sweep, issues } = await read(sweepText(parts));
  if (sweep === undefined || issues.length > 0) throw new Error(issues.map(formatIssue).join('\n'));
  return sweep;
}

/** What is wrong with a sweep file, as lines. */
export async function problemsOf(text: string): Promise<readonly string[]> {
  const { issues } = await read(text);
  return issues.map(formatIssue);
}
