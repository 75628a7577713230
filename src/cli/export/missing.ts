import type { Issue } from '../../errors.js';
import { fileIssue } from '../../host/file-errors.js';
import { optionIssue } from '../invocation.js';

/** What says it, by how `missingForReport` calls it. */
const LENGTHS: readonly (readonly [what: string, option: string])[] = [
  ['the mean input length', '--input-tokens'],
  ['the mean output length', '--output-tokens'],
];
/** Computed of the lengths. */
const OF_LENGTHS = 'total tokens/s';

/** Why a run cannot be written in a form, with what helps. */
export function missingIssues(
  format: string,
  manifest: string,
  processed: number,
  missing: readonly string[],
): readonly Issue[] {
  if (missing.length === 0) return [];
  if (processed === 0) {
    const got = 'none: there is nothing to report';
    return [fileIssue(manifest, `requests that were served, as ${format} requires`, got)];
  }
  const lengths = LENGTHS.filter(([what]) => missing.includes(what));
  const others = missing.filter(
    (what) => what !== OF_LENGTHS && lengths.every(([length]) => length !== what),
  );
  return [
    ...lengths.map(([what, option]) =>
      optionIssue(option, `${what}, which ${format} requires`, 'nothing, as in the run'),
    ),
    ...others.map((what) => fileIssue(manifest, `${what}, which ${format} requires`, 'nothing')),
  ];
}
