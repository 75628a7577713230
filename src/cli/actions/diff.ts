import { type Issue, UserError } from '../../errors.js';
import { compareResults, incomparable } from '../../experiment/diff/diff.js';
import { diffJson } from '../../report/diff/diff-json.js';
import { diffText } from '../../report/diff/diff-text.js';
import { toJson } from '../../report/json.js';
import type { Execute } from '../command-spec.js';
import { type MeasuredFolder, readMeasured } from '../diff/measured-folder.js';
import { EXIT } from '../exit-code.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { collecting } from '../scenario-loader.js';

/** Compares two folders of results; exits with 1 if they differ. */
export const execute: Execute = async (invocation, terminal) => {
  const { a, b, tolerance } = await readRequest(invocation);
  for (const { measured, unfinished } of [a, b]) {
    if (unfinished) terminal.err(`${measured.folder}: not complete; what is there is compared\n`);
  }
  const found = await compareResults(a.measured, b.measured, tolerance);
  terminal.out(invocation.json ? toJson(diffJson(found)) : diffText(found));
  return found.same ? EXIT.done : EXIT.failed;
};

interface Request {
  readonly a: MeasuredFolder;
  readonly b: MeasuredFolder;
  readonly tolerance: number;
}

/** @throws UserError with every problem of the options and of both folders. */
async function readRequest(invocation: Invocation): Promise<Request> {
  const issues: Issue[] = [...invocation.issues];
  const tolerance = readTolerance(invocation, issues);
  const [first = '', second = ''] = invocation.args;
  const a = await collecting(issues, readMeasured(first));
  const b = await collecting(issues, readMeasured(second));
  if (a !== undefined && b !== undefined) {
    const problem = a.kind === b.kind ? incomparable(a.measured, b.measured) : kindsOf(a, b);
    if (problem !== null) issues.push(optionIssue('B', 'results comparable with A', problem));
  }
  if (a === undefined || b === undefined || issues.length > 0) throw new UserError(issues);
  return { a, b, tolerance };
}

function kindsOf(a: MeasuredFolder, b: MeasuredFolder): string {
  return `results of ${a.kind} in A, of ${b.kind} in B`;
}

function readTolerance(invocation: Invocation, issues: Issue[]): number {
  const text = invocation.value('--tolerance') ?? '0';
  const tolerance = text.trim() === '' ? Number.NaN : Number(text);
  if (tolerance >= 0 && tolerance < 1) return tolerance;
  const expected = 'a share from 0 to less than 1, such as 1e-9';
  issues.push(optionIssue('--tolerance', expected, JSON.stringify(text)));
  return 0;
}
