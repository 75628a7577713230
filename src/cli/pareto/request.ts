import type { ParetoOptions } from '../../analysis/pareto/compare.js';
import {
  CONFIGURATION_KINDS,
  type ConfigurationKind,
} from '../../analysis/pareto/configuration.js';
import { DEFAULT_X, DEFAULT_Y, type ParetoMetric } from '../../analysis/pareto/metrics.js';
import { InvariantError, type Issue, UserError } from '../../errors.js';
import type { FigureFormat } from '../../report/figures/figure.js';
import { didYouMean } from '../../suggest.js';
import { resultFolderIssues } from '../data-outputs.js';
import { readFormats } from '../figures/options.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { readMetricName, readSlo } from './read-slo.js';

/** What is to be compared. */
export interface ParetoRequest {
  readonly paths: readonly string[];
  readonly options: ParetoOptions;
  /** The number of a scenario; null: all. */
  readonly scenario: number | null;
  readonly formats: readonly FigureFormat[];
}

/** What means something beside `--list-metrics`. */
const BESIDE_LIST = ['--list-metrics', '--json'];
const OPTIONS = [
  ...['--scenario', '--x', '--y', '--slo', '--only', '--by-directory', '--format', '--out'],
  '--force',
];

/** @throws UserError if there is anything that a list would not heed. */
export function checkList(invocation: Invocation): void {
  const given = OPTIONS.filter((option) => invocation.has(option));
  const issues = [...invocation.args, ...given].map((word) =>
    optionIssue('--list-metrics', `nothing beside it but ${BESIDE_LIST[1]}`, word),
  );
  if (issues.length > 0) throw new UserError(issues);
}

/** @throws UserError with every problem of the options. */
export function readParetoRequest(invocation: Invocation): ParetoRequest {
  const issues: Issue[] = [...invocation.issues];
  if (invocation.args.length === 0) {
    issues.push(optionIssue('DIR', 'a folder or file with results of benchmarks', 'nothing'));
  }
  const x = readAxis(invocation, '--x', DEFAULT_X, issues);
  const y = readAxis(invocation, '--y', DEFAULT_Y, issues);
  const slos = invocation.all('--slo').flatMap((text) => readSlo(text, issues) ?? []);
  const only = readOnly(invocation, issues);
  const scenario = readScenario(invocation, issues);
  const formats = readFormats(invocation, issues);
  if (!invocation.has('--out') && invocation.has('--format')) {
    issues.push(optionIssue('--format', '--out, where figures are written', 'none'));
  }
  issues.push(...resultFolderIssues(invocation, invocation.args, 'measurements'));
  if (x !== null && x === y) {
    issues.push(optionIssue('--y', 'another metric than that of --x', x.name));
  }
  if (issues.length > 0) throw new UserError(issues);
  if (x === null || y === null) throw new InvariantError('an axis without problems was not read');
  const byDirectory = invocation.has('--by-directory');
  return { paths: invocation.args, options: { x, y, slos, only, byDirectory }, scenario, formats };
}

function readAxis(
  invocation: Invocation,
  option: string,
  usual: string,
  issues: Issue[],
): ParetoMetric | null {
  return readMetricName(option, invocation.value(option) ?? usual, issues);
}

function readOnly(invocation: Invocation, issues: Issue[]): ConfigurationKind | null {
  const text = invocation.value('--only');
  const kind = CONFIGURATION_KINDS.find((each) => each === text);
  if (text !== undefined && kind === undefined) {
    const hint = didYouMean(text, CONFIGURATION_KINDS);
    issues.push(optionIssue('--only', 'replicas or pd', JSON.stringify(text), hint));
  }
  return kind ?? null;
}

function readScenario(invocation: Invocation, issues: Issue[]): number | null {
  const text = invocation.value('--scenario');
  if (text === undefined) return null;
  const number = /^[1-9]\d*$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  const expected = 'the number of a scenario in the list, from 1';
  issues.push(optionIssue('--scenario', expected, JSON.stringify(text)));
  return null;
}

/** @throws UserError if there is no scenario of that number. */
export function checkScenario(number: number | null, count: number): void {
  if (number === null || number <= count) return;
  const expected = count === 1 ? '1, the only scenario' : `1 to ${count}, the scenarios there are`;
  throw new UserError([optionIssue('--scenario', expected, String(number))]);
}
