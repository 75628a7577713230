import type { Issue } from '../../errors.js';
import { isSameFile, outputFileProblem } from '../../host/output-file.js';
import type { Conversion } from '../../interop/traces/converter.js';
import type { ModelNames } from '../../interop/traces/model-names.js';
import { type Invocation, optionIssue } from '../invocation.js';

/** What the options of an import of a trace ask for. */
export interface TraceRequest {
  readonly out: string;
  readonly conversion: Conversion;
}

/** Reads the options; what is wrong with them is added to `issues`. */
export function readTraceOptions(invocation: Invocation, issues: Issue[]): TraceRequest {
  const names = readNames(invocation, issues);
  const from = readSeconds(invocation, '--from', issues) ?? 0;
  const to = readSeconds(invocation, '--to', issues) ?? Number.POSITIVE_INFINITY;
  if (to <= from) issues.push(optionIssue('--to', `seconds > ${from} (--from)`, String(to)));
  if (invocation.has('--against')) {
    const got = invocation.value('--against') ?? '';
    issues.push(optionIssue('--against', 'logs to compare with tables', `a trace and ${got}`));
  }
  return { out: readOut(invocation, issues), conversion: { names, from, to } };
}

function readOut(invocation: Invocation, issues: Issue[]): string {
  const [, input = ''] = invocation.args;
  const out = invocation.value('--out');
  if (out === undefined) {
    issues.push(optionIssue('--out', 'a .csv or .csv.gz file for the trace', 'nothing'));
    return '';
  }
  if (isSameFile(input, out)) {
    issues.push(optionIssue('--out', 'a file that is not read', `${out}, which is the input`));
    return out;
  }
  const problem = outputFileProblem('--out', out, invocation.has('--force'));
  if (problem !== undefined) issues.push(problem);
  return out;
}

function readSeconds(invocation: Invocation, option: string, issues: Issue[]): number | undefined {
  const text = invocation.value(option);
  if (text === undefined) return undefined;
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  issues.push(optionIssue(option, 'seconds since the trace began, ≥ 0', JSON.stringify(text)));
  return undefined;
}

/** `name=model` for one model of the trace; `model` alone for every request. */
function readNames(invocation: Invocation, issues: Issue[]): ModelNames {
  const renamed = new Map<string, string>();
  let all: string | null = null;
  const values = invocation.all('--model');
  const reject = (expected: string, value: string): void => {
    issues.push(optionIssue('--model', expected, JSON.stringify(value)));
  };
  for (const value of values) {
    const at = value.lastIndexOf('=');
    const [name, model] = [value.slice(0, Math.max(at, 0)).trim(), value.slice(at + 1).trim()];
    if (model === '' || (at !== -1 && name === '')) reject('name=model, or a model', value);
    else if (at !== -1 && renamed.has(name)) reject(`one model for ${name}`, value);
    else if (at !== -1) renamed.set(name, model);
    else if (values.length > 1) reject('a model alone, without other --model', value);
    else all = model;
  }
  return { all, renamed };
}
