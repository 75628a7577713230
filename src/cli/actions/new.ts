import { existsSync, writeFileSync } from 'node:fs';
import { UserError } from '../../errors.js';
import { describeFileError } from '../../host/file-errors.js';
import { type StarterKind, starter } from '../../scenario/starters.js';
import { STARTER_KINDS } from '../choices.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { optionIssue } from '../invocation.js';

const FILES: Readonly<Record<StarterKind, string>> = {
  scenario: 'scenario.yaml',
  sweep: 'sweep.yaml',
  strategy: 'strategy.mjs',
};
const NEXT: Readonly<Record<StarterKind, (file: string) => string>> = {
  scenario: (file) => `sealsim run ${file}`,
  sweep: (file) => `name a scenario in it, then sealsim sweep ${file}`,
  strategy: (file) => `name it in a scenario: strategy: { module: ./${file} }`,
};

/** Writes a starter file. */
export const execute: Execute = async (invocation, terminal) => {
  const kind = STARTER_KINDS.find((each) => each === invocation.args[0]) ?? 'scenario';
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
