import type { ServingGroup } from '../../analysis/measurement.js';
import type { ComparedScenario, Standing } from '../../analysis/pareto/compare.js';
import { PARETO_METRICS, type ParetoMetric, underWay } from '../../analysis/pareto/metrics.js';
import type { ParetoRow } from '../../analysis/pareto/rows.js';
import { type CsvValue, toCsv } from '../csv.js';
import { type ParetoReport, shownScenarios } from './report.js';

/** Where a run stands: on a front or not, or why it was not compared. */
type Fate = Standing | 'SLO not met' | 'of another kind';

const ABOUT = [
  'scenario',
  'model',
  'gpu',
  'input_tokens',
  'output_tokens',
  'measured_input_tokens',
  'measured_output_tokens',
  'configuration',
  'kind',
  'directory',
  'tee_mode',
  'origin',
  'standing',
  'on_front',
  'on_mode_front',
  'gpus',
  'concurrency',
  'offered_requests_per_second',
  'under_way',
  'under_way_from',
  'duration_s',
  'completed',
];

const GROUPS: readonly (readonly [role: ServingGroup['role'], prefix: string])[] = [
  ['replica', ''],
  ['prefill', 'p_'],
  ['decode', 'd_'],
];
const GROUP_COLUMNS = ['replicas', 'tp', 'dp', 'pp', 'ep'];

/** Those that are columns already. */
const NAMED_ABOVE = ['concurrency', 'gpus'];
const METRICS = PARETO_METRICS.filter(({ name }) => !NAMED_ABOVE.includes(name));

/**
 * `pareto.csv`: every run of the scenarios that are shown, with every metric, whether it is compared
 * or not (`standing`). Times in ms and s as their columns say.
 */
export function paretoCsv(report: ParetoReport): string {
  const groups = GROUPS.flatMap(([, prefix]) => GROUP_COLUMNS.map((name) => `${prefix}${name}`));
  return toCsv(
    [...ABOUT, ...groups, ...METRICS.map(columnOf), 'tool', 'id'],
    shownScenarios(report).flatMap((scenario) =>
      rowsOf(scenario).map(([row, fate]) => cellsOf(scenario, row, fate)),
    ),
  );
}

function rowsOf(scenario: ComparedScenario): readonly (readonly [ParetoRow, Fate])[] {
  const { series, failing, ofOtherKind } = scenario;
  return [
    ...series.flatMap(({ points }) => points.map(({ row, standing }) => [row, standing] as const)),
    ...failing.map((row) => [row, 'SLO not met'] as const),
    ...ofOtherKind.map((row) => [row, 'of another kind'] as const),
  ];
}

/** `ttft_p99_9_ms`, `output_tokens_per_second_per_gpu`. */
function columnOf({ name, unit }: ParetoMetric): string {
  const words = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll('.', '_');
  return unit === 'ms' ? `${words}_ms` : words;
}

function cellsOf(scenario: ComparedScenario, row: ParetoRow, fate: Fate): readonly CsvValue[] {
  const { measurement, configuration, directory } = row;
  const { teeMode, origin, load, durationSeconds, requests, serving, source, id } = measurement;
  const { requestsPerSecond } = load;
  const around = underWay(measurement);
  return [
    ...[scenario.number, scenario.model, scenario.gpu],
    ...[scenario.inputTokens, scenario.outputTokens],
    ...[row.measuredInputTokens, row.measuredOutputTokens],
    ...[configuration.name, configuration.kind, directory, teeMode, origin],
    ...[fate, fate === 'front', fate === 'front' || fate === 'mode front'],
    ...[configuration.gpus, load.concurrency],
    requestsPerSecond === Number.POSITIVE_INFINITY ? 'inf' : requestsPerSecond,
    ...[around?.requests ?? null, around?.from ?? null, durationSeconds, requests.completed],
    ...GROUPS.flatMap(([role]) => groupCells(serving.filter((group) => group.role === role))),
    ...METRICS.map(({ of }) => of(measurement)),
    ...[source.tool, id],
  ];
}

/** Of replicas that are cut in different ways only the name says how. */
function groupCells(groups: readonly ServingGroup[]): readonly CsvValue[] {
  const [first] = groups;
  if (first === undefined) return GROUP_COLUMNS.map(() => null);
  const replicas = groups.reduce((sum, group) => sum + group.replicas, 0);
  const { tensor, data, pipeline, expert } = first.parallelism;
  const cut = [tensor, data, pipeline, expert];
  const key = JSON.stringify(first.parallelism);
  const same = groups.every(({ parallelism }) => JSON.stringify(parallelism) === key);
  return [replicas, ...(same ? cut : cut.map(() => null))];
}
