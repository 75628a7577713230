import {
  type ComparedScenario,
  type ParetoOptions,
  type ParetoPoint,
  pointsOf,
  type Standing,
} from '../../analysis/pareto/compare.js';
import { type ParetoMetric, paretoMetric } from '../../analysis/pareto/metrics.js';
import { compareModes } from '../../analysis/pareto/scenarios.js';
import { NOTHING, printable } from '../format.js';
import { renderTable } from '../text-table.js';
import {
  type CountedNote,
  counted,
  type Distinctions,
  distinctionsOf,
  leftOutLines,
  MODE_LABELS,
  metricTitle,
  type ParetoReport,
  seriesName,
  shownScenarios,
  titledScenario,
} from './report.js';

/** In front of a run. */
const MARKS: Readonly<Record<Standing, string>> = {
  front: '*',
  'mode front': '+',
  dominated: '',
  incomplete: '',
};

/** Beside the axes, where a scenario has them at all. */
const USUAL_COLUMNS = [
  'requestsPerSecond',
  'outputTokensPerSecond',
  'ttft.mean',
  'tpot.mean',
  'itl.mean',
  'e2e.mean',
];

/** Scenarios, and for each that is shown its configurations, run by run. */
export function paretoText(report: ParetoReport): string {
  const shown = shownScenarios(report);
  return [scenarioList(report), ...shown.map((each) => scenarioText(each, report.options)), '']
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

/** A reader's remark as a line. */
export function noteLine({ text, runs }: CountedNote): string {
  return printable(`note (${counted(runs, 'run')}): ${text}`);
}

function scenarioList({ scenarios }: ParetoReport): string {
  const rows = scenarios.map((scenario) => {
    const { number, model, gpu, inputTokens, outputTokens, rows: all } = scenario;
    const names = new Set(all.map(({ configuration }) => configuration.name));
    const modes = [...new Set(all.map(({ measurement }) => measurement.teeMode))];
    const known = modes.sort(compareModes).flatMap((mode) => (mode === null ? [] : [mode]));
    return [
      ...[String(number), model ?? NOTHING, gpu ?? NOTHING],
      known.map((mode) => MODE_LABELS[mode]).join(', ') || NOTHING,
      ...[inputTokens, outputTokens].map((tokens) => (tokens === null ? NOTHING : String(tokens))),
      ...[all.length, pointsOf(scenario).length, names.size].map(String),
    ];
  });
  const head = ['#', 'model', 'GPU', 'TEE', 'ISL', 'OSL', 'runs', 'shown', 'configurations'];
  return renderTable({ head, rows, textColumns: 4 });
}

function scenarioText(scenario: ComparedScenario, options: ParetoOptions): string {
  const points = pointsOf(scenario);
  const title = `Scenario ${scenario.number}: ${titledScenario(scenario)}`;
  return [
    printable(title),
    ...leftOutLines(scenario, options).map((line) => `  ${printable(line)}`),
    ...(points.length === 0
      ? ['  no run is left']
      : ['', runTable(scenario, options), '', legendLine(points, options)]),
  ].join('\n');
}

function runTable(scenario: ComparedScenario, { x, y }: ParetoOptions): string {
  const { series } = scenario;
  const points = pointsOf(scenario);
  const metrics = columnsOf(points, [x, y]);
  const distinctions = distinctionsOf(series);
  const rows = series.flatMap((each) => [
    headingOf(each, distinctions),
    ...each.points.map((point) => [
      MARKS[point.standing],
      loadOf(point),
      ...metrics.map((metric) => numeral(metric.of(point.row.measurement))),
    ]),
  ]);
  return alignedLines([['', 'concurrency', ...metrics.map(metricTitle)], ...rows]).join('\n');
}

/**
 * Rows of cells aligned right, but for the first; a row that is a text stands as it is. A table of
 * `renderTable` takes a time that grows with the square of its rows, and there may be thousands.
 */
function alignedLines(rows: readonly (readonly string[] | string)[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    if (typeof row === 'string') continue;
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  }
  return rows.map((row) => {
    if (typeof row === 'string') return printable(row);
    const pad = (cell: string, at: number): string =>
      at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
    return row.map(pad).join('  ').trimEnd();
  });
}

function columnsOf(
  points: readonly ParetoPoint[],
  axes: readonly ParetoMetric[],
): readonly ParetoMetric[] {
  const usual = USUAL_COLUMNS.flatMap((name) => paretoMetric(name) ?? []);
  const known = usual.filter((metric) =>
    points.some(({ row }) => metric.of(row.measurement) !== null),
  );
  return [...new Set([...axes, ...known])];
}

function headingOf(series: ComparedScenario['series'][number], distinctions: Distinctions): string {
  const { gpus } = series.configuration;
  const count = gpus === null ? 'GPUs not said' : counted(gpus, 'GPU');
  return `${seriesName(series, distinctions)}: ${count}`;
}

/** Concurrency, or what was offered where clients do not wait for answers. */
export function loadOf({ row }: Pick<ParetoPoint, 'row'>): string {
  const { concurrency, requestsPerSecond } = row.measurement.load;
  if (concurrency !== null) return String(concurrency);
  if (requestsPerSecond === null) return NOTHING;
  return `${Number.isFinite(requestsPerSecond) ? numeral(requestsPerSecond) : '∞'}/s`;
}

function legendLine(points: readonly ParetoPoint[], { x, y }: ParetoOptions): string {
  const count = (standing: Standing): number =>
    points.filter((point) => point.standing === standing).length;
  const aside = count('mode front');
  const front = `* ${count('front')} of ${counted(points.length, 'run')} on the Pareto front`;
  const axes = [x, y].map(({ label, better }) => `${label} (${better} is better)`).join(' and ');
  const mode = aside === 0 ? '' : `; + ${aside} on the front of their TEE mode alone`;
  return `${front} of ${axes}${mode}`;
}

/** Four digits tell runs apart, and are more than a repetition would give again. */
function numeral(value: number | null): string {
  if (value === null) return NOTHING;
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}
