import { join } from 'node:path';
import { formatIssue, type Issue, UserError } from '../../errors.js';
import type { SweepResults } from '../../experiment/results/types.js';
import { OutputFolder } from '../../host/output-folder.js';
import { outputProblem } from '../../host/output-problem.js';
import { type OpenedResults, openResults } from '../../host/sweep-results.js';
import { shownCells } from '../../report/figures/cells.js';
import type {
  FigureDefinition,
  FigureFormat,
  FigureOptions,
  FigureSpec,
  Page,
} from '../../report/figures/figure.js';
import { FIGURE_DEFINITIONS } from '../../report/figures/registry.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { collecting } from '../scenario-loader.js';
import { readBound } from './bound-file.js';
import { readFigureOptions, readFormats, readNames, readPage, unreadOptions } from './options.js';

/** A figure that can be drawn. */
export interface Planned {
  readonly name: string;
  readonly figure: FigureSpec;
}

/** A figure that was not asked for by name, and why it is not drawn. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

/** What is to be drawn, and where to. */
export interface FiguresRequest {
  readonly opened: OpenedResults;
  readonly planned: readonly Planned[];
  readonly leftOut: readonly LeftOut[];
  readonly page: Page;
  readonly formats: readonly FigureFormat[];
  readonly out: string;
}

/** @throws UserError with every problem of the options, the results and the figures named. */
export async function readFiguresRequest(invocation: Invocation): Promise<FiguresRequest> {
  const [folder, ...names] = invocation.args;
  const issues: Issue[] = [];
  const wanted = readNames(names, issues);
  const page = readPage(invocation, issues);
  const formats = readFormats(invocation, issues);
  const opened =
    folder === undefined ? missingFolder(issues) : await collecting(issues, openResults(folder));
  const read = opened && readFigureOptions(invocation, opened.results.description, issues);
  const bound = await readBound(invocation, opened?.results.description.columns ?? [], issues);
  const options = read && { ...read, bound };
  const isRead = issues.every(
    ({ source }) => source.kind !== 'option' || source.option !== '--where',
  );
  if (isRead && opened && options && shownCells(opened.results, options.where).length === 0) {
    issues.push(optionIssue('--where', 'values that a cell has together', 'those of none'));
  }
  for (const definition of wanted ?? []) issues.push(...notRead(invocation, definition));
  const out = invocation.value('--out') ?? join(folder ?? '', 'figures');
  const problem = outputProblem(out, invocation.has('--force'));
  if (problem !== undefined) issues.push(problem);
  if (issues.length > 0 || opened === undefined || options === undefined) {
    throw new UserError(issues);
  }
  const figures = await planFigures(invocation, opened.results, wanted, options, page);
  return { opened, ...figures, page, formats, out };
}

function missingFolder(issues: Issue[]): undefined {
  issues.push(optionIssue('SWEEP_DIR', 'a folder of sweep results', 'nothing'));
}

function notRead(invocation: Invocation, definition: FigureDefinition): readonly Issue[] {
  return unreadOptions(invocation, definition).map((option) => {
    const reads = definition.reads.map((name) => `--${name}`).join(', ') || 'none';
    return optionIssue(option, `an option that ${definition.name} reads (${reads})`, option);
  });
}

/** @throws UserError if a figure that was named cannot be drawn, or none can. */
async function planFigures(
  invocation: Invocation,
  results: SweepResults,
  wanted: readonly FigureDefinition[] | null,
  options: FigureOptions,
  page: Page,
): Promise<Pick<FiguresRequest, 'planned' | 'leftOut'>> {
  const planned: Planned[] = [];
  const leftOut: LeftOut[] = [];
  const issues: Issue[] = [];
  for (const definition of wanted ?? FIGURE_DEFINITIONS) {
    const { name } = definition;
    const found: Issue[] = [...notRead(invocation, definition)];
    const built = found.length > 0 ? null : definition.build(results, options, page);
    const figure = built === null ? undefined : await collecting(found, built);
    if (figure !== undefined) planned.push({ name, figure });
    else leftOut.push({ name, reason: found.map(formatIssue).join('; ') });
    issues.push(...found);
  }
  if (planned.length === 0 || (wanted !== null && leftOut.length > 0)) throw new UserError(issues);
  return { planned, leftOut };
}

/** The files of a figure, in the order in which they are written. */
export function filesOf(name: string, formats: readonly FigureFormat[]): readonly string[] {
  return [
    ...formats.map((format) => `${name}.${format}`),
    `${name}.vl.json`,
    `${name}.caption.txt`,
  ];
}

/** @throws UserError if figures cannot be written there. */
export function openFigures(
  { out, planned, formats }: FiguresRequest,
  force: boolean,
): OutputFolder {
  const names = planned.flatMap(({ name }) => filesOf(name, formats));
  return OutputFolder.open(out, { force, names });
}
