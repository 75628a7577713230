import { extname } from 'node:path';
import { formatIssue, type Issue, UserError } from '../../errors.js';
import { looksLikeClaims, validateClaims } from '../../experiment/claims/validate-claims.js';
import { looksLikeSweep } from '../../experiment/sweep/looks-like-sweep.js';
import { validateSweep } from '../../experiment/sweep/validate-sweep.js';
import { nodeFiles } from '../../host/node-files.js';
import { rememberingFiles, rememberingStrategies } from '../../host/remembering.js';
import { nodeStrategies } from '../../host/strategy-modules.js';
import { looksLikePlan, readPlan } from '../../planning/file/read-plan.js';
import { toJson } from '../../report/json.js';
import { type Validation, validateFile } from '../../scenario/validate.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { optionIssue } from '../invocation.js';
import { traceLengths } from '../plan/trace-lengths.js';
import { collecting } from '../scenario-loader.js';
import { keepConsoleOffStdout } from '../terminal.js';

/** What came of checking one file. */
interface Checked {
  readonly file: string;
  readonly valid: boolean;
  /** Undefined when it could not be told. */
  readonly kind:
    | 'scenario'
    | 'sweep'
    | 'claims'
    | 'plan'
    | 'profile'
    | 'preset'
    | 'strategy'
    | undefined;
  readonly issues: readonly Issue[];
}

/** What is, or has, scenarios. */
const SETTABLE: ReadonlySet<Checked['kind']> = new Set(['scenario', 'sweep', 'plan']);
/** What kinds are called that do not explain themselves. */
const NAMES: Readonly<Record<string, string>> = { claims: 'file of claims', preset: 'TEE preset' };
const MODULE_SUFFIXES = ['.js', '.mjs', '.ts', '.cjs'];

/** Checks files and names every problem of every one. */
export const execute: Execute = async (invocation, terminal) => {
  keepConsoleOffStdout();
  const validation: Validation = {
    files: rememberingFiles(nodeFiles()),
    strategies: rememberingStrategies(nodeStrategies()),
    sets: invocation.all('--set'),
  };
  const checked: Checked[] = [];
  for (const file of invocation.args) checked.push(await check(file, validation));
  const issues = [...invocation.issues, ...unusedSettings(checked, validation)];
  if (issues.length > 0) {
    throw new UserError([...issues, ...checked.flatMap((each) => each.issues)]);
  }
  if (invocation.json) terminal.out(toJson({ files: checked }));
  for (const { file, kind, valid, issues } of checked) {
    for (const issue of issues) terminal.err(`${formatIssue(issue)}\n`);
    if (valid && !invocation.json) terminal.out(`${file}: a valid ${NAMES[kind ?? ''] ?? kind}\n`);
  }
  return checked.every(({ valid }) => valid) ? EXIT.done : EXIT.badInput;
};

/** Settings are of scenarios and plans, those of sweeps too; a file that cannot be read may have been meant to be one. */
function unusedSettings(checked: readonly Checked[], { sets }: Validation): readonly Issue[] {
  const used = checked.some(({ kind }) => kind === undefined || SETTABLE.has(kind));
  if (used || sets.length === 0) return [];
  return [optionIssue('--set', 'a scenario to set it in', 'none')];
}

async function check(file: string, validation: Validation): Promise<Checked> {
  const issues: Issue[] = [];
  const kind = await collecting(issues, kindOf(file, validation));
  return { file, valid: issues.length === 0, kind, issues };
}

async function kindOf(file: string, validation: Validation): Promise<Checked['kind']> {
  if (MODULE_SUFFIXES.includes(extname(file))) {
    await validation.strategies.load(file);
    return 'strategy';
  }
  const { files } = validation;
  const isFile = (await files.exists(file)) === 'file';
  const text = isFile ? await files.readText(file) : '';
  if (looksLikeClaims(text)) {
    await validateClaims(file, files);
    return 'claims';
  }
  if (looksLikePlan(text)) {
    await validatePlan(file, validation);
    return 'plan';
  }
  if (!looksLikeSweep(text)) return validateFile(file, validation);
  await validateSweep(file, validation);
  return 'sweep';
}

async function validatePlan(file: string, { files, sets }: Validation): Promise<void> {
  const ports = { files, lengths: traceLengths(files) };
  const { issues } = await readPlan({ file, sets, settings: [] }, ports);
  if (issues.length > 0) throw new UserError(issues);
}
