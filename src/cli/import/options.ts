import type { Issue } from '../../errors.js';
import { type Invocation, optionIssue } from '../invocation.js';

/** Options of `import` that only some formats have, with what they are for. */
const PARTICULAR = {
  '--against': 'logs',
  '--model': 'traces',
  '--from': 'traces',
  '--to': 'traces',
} as const;

/** Problems of the words, and options that mean nothing for what is imported. */
export function importOptionIssues(
  invocation: Invocation,
  what: 'logs' | 'results',
): readonly Issue[] {
  const [format = ''] = invocation.args;
  const strange = Object.entries(PARTICULAR).filter(
    ([flag, of]) => of !== what && invocation.has(flag),
  );
  return [
    ...invocation.issues,
    ...strange.map(([flag, of]) => optionIssue(flag, `${of} to import`, `${format}: ${what}`)),
  ];
}
