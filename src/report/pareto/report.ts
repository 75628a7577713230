import {
  type ComparedScenario,
  type ParetoOptions,
  type ParetoSeries,
  pointsOf,
} from '../../analysis/pareto/compare.js';
import { type ParetoMetric, paretoMetric } from '../../analysis/pareto/metrics.js';
import { roundedInput, roundedOutput } from '../../analysis/pareto/rows.js';
import type { ScenarioKey } from '../../analysis/pareto/scenarios.js';
import { NOTHING } from '../format.js';

/** What `sealsim pareto` found. */
export interface ParetoReport {
  readonly options: ParetoOptions;
  /** All of them, by their numbers. */
  readonly scenarios: readonly ComparedScenario[];
  /** The number of the one that is shown; null: all are. */
  readonly chosen: number | null;
  /** What readers changed or left out. */
  readonly notes: readonly CountedNote[];
  /** Files that hold nothing that is known. */
  readonly notRead: readonly string[];
}

/** A reader's remark, and of how many runs it was made. */
export interface CountedNote {
  readonly text: string;
  readonly runs: number;
}

export function countNotes(
  measurements: readonly { readonly notes: readonly string[] }[],
): readonly CountedNote[] {
  const runs = new Map<string, number>();
  for (const { notes } of measurements) {
    for (const text of new Set(notes)) runs.set(text, (runs.get(text) ?? 0) + 1);
  }
  return [...runs].map(([text, count]) => ({ text, runs: count }));
}

export function shownScenarios({ scenarios, chosen }: ParetoReport): readonly ComparedScenario[] {
  return scenarios.filter(({ number }) => chosen === null || number === chosen);
}

/** `Llama-3.1-70B, H100, ISL 10000, OSL 1000`. */
function scenarioName({ model, gpu, inputTokens, outputTokens }: ScenarioKey): string {
  return [
    model ?? 'model not said',
    gpu ?? 'GPU not said',
    `ISL ${inputTokens ?? NOTHING}`,
    `OSL ${outputTokens ?? NOTHING}`,
  ].join(', ');
}

export const MODE_LABELS = { off: 'CC off', cc: 'CC on' } as const;

/** What the lines of several scenarios differ in besides their configurations. */
export interface Distinctions {
  readonly modes: boolean;
  readonly origins: boolean;
}

export function distinctionsOf(series: readonly ParetoSeries[]): Distinctions {
  return {
    modes: new Set(series.map(({ teeMode }) => teeMode)).size > 1,
    origins: new Set(series.map(({ origin }) => origin)).size > 1,
  };
}

/** The scenario's name, with the TEE mode where all its runs have the same that is known. */
export function titledScenario(scenario: ComparedScenario): string {
  const modes = new Set(scenario.series.map(({ teeMode }) => teeMode));
  const [mode = null] = modes;
  const known = modes.size === 1 && mode !== null ? `, ${MODE_LABELS[mode]}` : '';
  return `${scenarioName(scenario)}${known}`;
}

/** `2×TP4`, and in what it differs from others of that name: `2×TP4, CC on, simulated`. */
export function seriesName(
  { configuration, directory, teeMode, origin }: ParetoSeries,
  { modes, origins }: Distinctions,
): string {
  return [
    configuration.name,
    ...(directory === null ? [] : [directory]),
    ...(modes ? [teeMode === null ? 'CC not said' : MODE_LABELS[teeMode]] : []),
    ...(origins ? [origin] : []),
  ].join(', ');
}

/** `mean TTFT, ms`; rates have their units in their names. */
export function metricTitle({ label, unit }: Pick<ParetoMetric, 'label' | 'unit'>): string {
  return unit === 'ms' || unit === 'fraction' ? `${label}, ${unit}` : label;
}

/** `1 run`, `2 runs`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Where requests were not as long as they were asked to be: how long they were; a line each. */
function lengthLines({ rows, inputTokens, outputTokens }: ComparedScenario): readonly string[] {
  const lengths = [
    ['ISL', 'prompts', inputTokens, roundedInput, rows.map((row) => row.measuredInputTokens)],
    ['OSL', 'answers', outputTokens, roundedOutput, rows.map((row) => row.measuredOutputTokens)],
  ] as const;
  return lengths.flatMap(([title, what, asked, rounded, means]) => {
    const known = means.flatMap((mean) => mean ?? []);
    if (known.every((mean) => rounded(mean) === asked)) return [];
    const ends = [Math.min(...known), Math.max(...known)].map((mean) => String(Math.round(mean)));
    return [
      `${title} as asked for; mean length of ${what} by run: ${[...new Set(ends)].join('–')}`,
    ];
  });
}

/** Another metric that every run has which lacks this one; null: there is none. */
function insteadOf({ of, instead }: ParetoMetric, scenario: ComparedScenario): string | null {
  const other = instead === undefined ? undefined : paretoMetric(instead);
  const rows = pointsOf(scenario).map(({ row }) => row.measurement);
  const lacking = rows.filter((each) => of(each) === null);
  return other !== undefined && lacking.every((each) => other.of(each) !== null)
    ? other.name
    : null;
}

/** Lengths that were not met, what is left out of a scenario, and why; a line each. */
export function leftOutLines(
  scenario: ComparedScenario,
  { x, y, only }: ParetoOptions,
): readonly string[] {
  const { slos, ofOtherKind, failing, withoutX, withoutY, withoutGpus, byLittlesLaw } = scenario;
  const lines = [...lengthLines(scenario)];
  for (const { slo, failing, lacking } of slos) {
    lines.push(
      `${slo.text}: not met by ${counted(failing, 'run')}` +
        (lacking === 0 ? '' : `; no ${slo.metric.label} in ${counted(lacking, 'run')}`),
    );
  }
  if (slos.length > 1)
    lines.push(`At least one of these is not met by ${counted(failing.length, 'run')}`);
  if (ofOtherKind.length > 0) {
    lines.push(`--only ${only}: ${counted(ofOtherKind.length, 'run')} of another or no known kind`);
  }
  const gaps = [
    ['--x', x, withoutX],
    ['--y', y, withoutY],
  ] as const;
  for (const [option, metric, runs] of gaps) {
    if (runs === 0) continue;
    const hint = insteadOf(metric, scenario);
    const way = hint === null ? '' : `; ${option} ${hint} has ${runs === 1 ? 'it' : 'them'}`;
    lines.push(`No ${metric.label} in ${counted(runs, 'run')}: not on the front${way}`);
  }
  if (withoutGpus > 0) {
    lines.push(`${counted(withoutGpus, 'run')} without a number of GPUs: nothing per GPU is known`);
  }
  if (byLittlesLaw > 0) {
    const where = `${counted(byLittlesLaw, 'run')} without a concurrency`;
    lines.push(`${where}: requests under way by Little’s law, requests/s × mean E2E latency`);
  }
  return lines;
}
