import { existsSync, writeFileSync } from 'node:fs';
import { UserError } from '../../errors.js';
import { describeFileError } from '../../host/file-errors.js';
import { starter } from '../../scenario/starters.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { optionIssue } from '../invocation.js';

const FILES = { scenario: 'scenario.yaml', strategy: 'strategy.mjs' } as const;
const NEXT = {
  scenario: (file: string) => `sealsim run ${file}`,
  strategy: (file: string) => `name it in a scenario: strategy: { module: ./${file} }`,
} as const;

/** Writes a starter file. */
export const execute: Execute = async (invocation, terminal) => {
  const kind = invocation.args[0] === 'strategy' ? 'strategy' : 'scenario';
  const file = invocation.args[1] ?? FILES[kind];
  if (existsSync(file) && !invocation.has('--force')) {
    const hint = '--force replaces it';
    throw new UserError([optionIssue('FILE', 'a new file', `${file}, which exists`, hint)]);
  }
  try {
    writeFileSync(file, starter(kind));
  } catch (error) {
    const expected = 'a file that can be written';
    throw new UserError([optionIssue('FILE', expected, `${file}: ${describeFileError(error)}`)]);
  }
  terminal.out(`${file}\nNext: ${NEXT[kind](file)}\n`);
  return EXIT.done;
};
