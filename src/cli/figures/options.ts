import type { Issue } from '../../errors.js';
import type { SweepDescription } from '../../experiment/store/types.js';
import { parseMetric } from '../../experiment/sweep/metrics.js';
import type { CellFilter, SweepColumn } from '../../experiment/sweep/types.js';
import {
  FIGURE_FORMATS,
  type FigureDefinition,
  type FigureFormat,
  type FigureOptions,
  type Page,
} from '../../report/figures/figure.js';
import { FIGURE_DEFINITIONS } from '../../report/figures/registry.js';
import { PAGE_WIDTHS } from '../../report/figures/theme.js';
import { didYouMean } from '../../suggest.js';
import { splitAtCommas } from '../axes.js';
import { type Invocation, optionIssue } from '../invocation.js';

/** The options of the command that a figure may read. */
const READABLE = ['where', 'metric', 'x', 'y', 'series', 'from', 'to', 'bound'] as const;
const TIME_OPTIONS = ['from', 'to'] as const;

/** Those that mean nothing where no figure is drawn. */
const DRAWING = [...READABLE, 'format', 'columns', 'out', 'force'] as const;

/** @returns what is wrong with a command line that asks for a list. */
export function listIssues(invocation: Invocation): readonly Issue[] {
  const given = DRAWING.map((name) => `--${name}`).filter((option) => invocation.has(option));
  return [...invocation.args, ...given].map((word) =>
    optionIssue('--list', 'nothing beside it but --json', word),
  );
}

/** Adds to `issues` which names are no figure's. @returns null: none was named. */
export function readNames(
  names: readonly string[],
  issues: Issue[],
): readonly FigureDefinition[] | null {
  if (names.length === 0) return null;
  const known = FIGURE_DEFINITIONS.map(({ name }) => name);
  return [...new Set(names)].flatMap((name) => {
    const definition = FIGURE_DEFINITIONS.find((each) => each.name === name);
    if (definition !== undefined) return [definition];
    const expected = `one of ${known.join(', ')}`;
    issues.push(optionIssue('NAME', expected, JSON.stringify(name), didYouMean(name, known)));
    return [];
  });
}

/** The options, with their dashes, that were given and that the figure does not read. */
export function unreadOptions(
  invocation: Invocation,
  { reads }: FigureDefinition,
): readonly string[] {
  return READABLE.filter((name) => invocation.has(`--${name}`) && !reads.includes(name)).map(
    (name) => `--${name}`,
  );
}

/** Adds to `issues` what is wrong, and goes on without it. The bound is in a file of its own. */
export function readFigureOptions(
  invocation: Invocation,
  { columns, metrics }: SweepDescription,
  issues: Issue[],
): Omit<FigureOptions, 'bound'> {
  const names = columns.map(({ name }) => name);
  const one = (option: string, known: readonly string[], what: string): string | null => {
    const text = invocation.value(option);
    if (text === undefined || known.includes(text)) return text ?? null;
    issues.push(optionIssue(option, `${what} of the sweep`, text, hintOf(text, known)));
    return null;
  };
  const [from, to] = TIME_OPTIONS.map((name) => readTime(invocation, `--${name}`, issues));
  if (from != null && to != null && from >= to) {
    issues.push(optionIssue('--to', `a time after ${from} s`, String(to)));
  }
  return {
    where: readWhere(invocation.all('--where'), columns, issues),
    metric: readMetric(invocation, metrics, issues),
    x: one('--x', names, 'a column'),
    y: one('--y', names, 'a column'),
    series: one('--series', names, 'a column'),
    from: from ?? null,
    to: to ?? null,
  };
}

/** @returns the path of a metric that the sweep recorded; null without the option. */
function readMetric(
  invocation: Invocation,
  metrics: SweepDescription['metrics'],
  issues: Issue[],
): string | null {
  const text = invocation.value('--metric');
  const paths = metrics.map(({ path }) => path);
  if (text === undefined || paths.includes(text)) return text ?? null;
  const isMetric = parseMetric(text) !== undefined;
  const hint = isMetric ? `add "${text}" to "metrics:" in the sweep file` : hintOf(text, paths);
  issues.push(optionIssue('--metric', 'the path of a metric of the sweep', text, hint));
  return null;
}

function readTime(invocation: Invocation, option: string, issues: Issue[]): number | null {
  const text = invocation.value(option);
  if (text === undefined) return null;
  const seconds = Number(text);
  if (text.trim() !== '' && Number.isFinite(seconds) && seconds >= 0) return seconds;
  issues.push(optionIssue(option, 'a time in seconds, 0 or more', JSON.stringify(text)));
  return null;
}

/** Reads `--where column=a,b,…`. */
function readWhere(
  texts: readonly string[],
  columns: readonly SweepColumn[],
  issues: Issue[],
): CellFilter {
  const where: Record<string, readonly string[]> = {};
  const names = columns.map(({ name }) => name);
  for (const text of texts) {
    const [, name = '', list = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    const column = columns.find((each) => each.name === name.trim());
    if (name === '') {
      issues.push(optionIssue('--where', 'column=value,value,…', JSON.stringify(text)));
    } else if (column === undefined) {
      issues.push(optionIssue('--where', 'a column of the sweep', name, hintOf(name, names)));
    } else if (Object.hasOwn(where, column.name)) {
      issues.push(optionIssue('--where', 'each column once', `${column.name} twice`));
    } else {
      where[column.name] = splitAtCommas(list).flatMap((value) =>
        columnValue(column, value, issues),
      );
    }
  }
  return where;
}

/** A value as the sweep writes it: `4` for `4.0`. */
function columnValue(column: SweepColumn, text: string, issues: Issue[]): readonly string[] {
  const { name, values, numeric } = column;
  const same =
    numeric && text !== '' ? values.filter((value) => Number(value) === Number(text)) : [];
  const found = values.includes(text) ? [text] : same;
  if (found.length > 0) return found;
  const got = JSON.stringify(text);
  issues.push(optionIssue('--where', `a value of ${name}`, got, hintOf(text, values)));
  return [];
}

const MOST_NAMED = 12;

/** What was probably meant, or what there is. */
function hintOf(text: string, known: readonly string[]): string | undefined {
  const near = didYouMean(text, known);
  if (near !== undefined || known.length === 0) return near;
  const more = known.length > MOST_NAMED ? ', …' : '';
  return `there are ${known.slice(0, MOST_NAMED).join(', ')}${more}`;
}

export function readPage(invocation: Invocation, issues: Issue[]): Page {
  const text = invocation.value('--columns') ?? '2';
  const columns = text === '1' ? 1 : 2;
  if (text !== String(columns)) issues.push(optionIssue('--columns', '1 or 2', text));
  return { columns, widthPoints: PAGE_WIDTHS[columns] };
}

export function readFormats(invocation: Invocation, issues: Issue[]): readonly FigureFormat[] {
  const text = invocation.value('--format');
  if (text === undefined) return FIGURE_FORMATS;
  const words = text.split(',').map((word) => word.trim());
  for (const word of words) {
    if (FIGURE_FORMATS.some((format) => format === word)) continue;
    const expected = `some of ${FIGURE_FORMATS.join(', ')}`;
    const hint = didYouMean(word, FIGURE_FORMATS);
    issues.push(optionIssue('--format', expected, JSON.stringify(word), hint));
  }
  return FIGURE_FORMATS.filter((format) => words.includes(format));
}
