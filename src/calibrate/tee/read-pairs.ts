import type { MeasuredMode } from '../../analysis/measurement.js';
import type { Issue } from '../../errors.js';
import { type InputFile, readTable } from '../../interop/csv/read-table.js';
import type { TableRow } from '../../interop/csv/table-row.js';
import { MILLISECONDS } from '../../interop/units.js';
import { type MeasureName, NO_VALUES, type Setting, type TeeRun } from './runs.js';

/** The ends of the names of columns, by mode. */
const MODES: Readonly<Record<MeasuredMode, readonly string[]>> = {
  off: ['off', 'tee_off', 'cc_off', 'noncc', 'non_cc'],
  cc: ['cc', 'on', 'tee_on', 'cc_on'],
};

/** The beginnings of the names of columns, and what a number in them is in the house's unit. */
const STEMS: Readonly<Record<MeasureName, Readonly<Record<string, number>>>> = {
  outputTokensPerSecond: {
    output_tok_s: 1,
    output_tokens_s: 1,
    output_tokens_per_s: 1,
    output_tokens_per_second: 1,
    output_throughput: 1,
  },
  ttftSeconds: { ttft_s: 1, ttft_ms: MILLISECONDS },
  tpotSeconds: { tpot_s: 1, tpot_ms: MILLISECONDS },
  itlSeconds: { itl_s: 1, itl_ms: MILLISECONDS },
  e2eSeconds: { e2e_s: 1, e2e_ms: MILLISECONDS },
};

interface Column {
  readonly name: string;
  readonly mode: MeasuredMode;
  readonly measure: MeasureName;
  readonly factor: number;
}

const COLUMNS: readonly Column[] = (Object.keys(STEMS) as MeasureName[]).flatMap((measure) =>
  Object.entries(STEMS[measure]).flatMap(([stem, factor]) =>
    (Object.keys(MODES) as MeasuredMode[]).flatMap((mode) =>
      MODES[mode].map((end) => ({ name: `${stem}_${end}`, mode, measure, factor })),
    ),
  ),
);
const OPTIONAL = ['input_tokens', 'output_tokens', 'model'];
const TOKENS = { what: 'tokens', least: 0, optional: true } as const;

/**
 * Reads a table of pairs, TEE off beside TEE on, one pair a row: `concurrency`, if there are
 * `input_tokens`, `output_tokens` and `model`, and measures named by what they are, their unit and
 * the mode (`output_tok_s_off`, `output_tok_s_cc`, `ttft_ms_off`, …). Other columns are ignored.
 */
export async function readPairs(
  input: InputFile,
): Promise<{ readonly runs: readonly TeeRun[]; readonly issues: readonly Issue[] }> {
  const runs: TeeRun[] = [];
  const problems: Issue[] = [];
  let columns: readonly Column[] | null = null;
  const table = {
    required: ['concurrency'],
    optional: [...OPTIONAL, ...COLUMNS.map(({ name }) => name)],
  };
  const issues = await readTable(input, table, (row) => {
    columns ??= columnsOf(row, input.file, problems);
    runs.push(...runsOf(row, columns, input.file));
  });
  if (issues.length === 0 && columns === null) {
    problems.push(headerIssue(input.file, '', 'a row for each pair', 'none'));
  }
  return { runs, issues: [...issues, ...problems] };
}

/** Of each measure one column a mode. */
function columnsOf(row: TableRow, file: string, problems: Issue[]): readonly Column[] {
  const there = COLUMNS.filter(({ name }) => row.has(name));
  for (const mode of ['off', 'cc'] as const) {
    if (
      there.some(({ measure, mode: its }) => measure === 'outputTokensPerSecond' && its === mode)
    ) {
      continue;
    }
    const names = MODES[mode].map((end) => `output_tok_s_${end}`).join(', ');
    const path = `output_tok_s_${mode}`;
    problems.push(headerIssue(file, path, `a column named ${names}`, 'none'));
  }
  for (const [at, column] of there.entries()) {
    const same = (other: Column) => other.measure === column.measure && other.mode === column.mode;
    const before = there.slice(0, at).find(same);
    if (before === undefined) continue;
    const got = `${before.name} and ${column.name}`;
    problems.push(headerIssue(file, column.name, 'one column of a kind', got));
  }
  return there;
}

/** A problem of the line that names the columns. */
function headerIssue(file: string, path: string, expected: string, got: string): Issue {
  return { source: { kind: 'file', file, line: 1, column: 1 }, path, expected, got };
}

function runsOf(row: TableRow, columns: readonly Column[], file: string): readonly TeeRun[] {
  const nullable = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const model = row.text('model').trim();
  const setting: Setting = {
    experiment: null,
    condition: null,
    model: model === '' ? null : model,
    serving: null,
    requestsPerSecond: null,
    concurrency: row.number('concurrency', { what: 'requests', least: 1, integer: true }),
    inputTokens: nullable(row.number('input_tokens', TOKENS)),
    outputTokens: nullable(row.number('output_tokens', TOKENS)),
  };
  return (['off', 'cc'] as const).map((mode) => {
    const values = { ...NO_VALUES };
    for (const { name, measure, factor } of columns.filter((each) => each.mode === mode)) {
      const what = measure === 'outputTokensPerSecond' ? 'tokens/s' : 'a time';
      const value = nullable(row.number(name, { what, above: 0, optional: true }));
      values[measure] = value === null ? null : value * factor;
    }
    return { id: `${file}:${row.line}`, mode, setting, pair: row.line, gpu: null, values };
  });
}
