import type { MatchedSetting } from './match.js';
import { MEASURES, type MeasureName, type Setting, settingText } from './runs.js';
import { combined, meanOfRepetitions, type Uncertain, withInterval } from './uncertainty.js';

/** How runs with the TEE on and off are compared. */
export type Comparison = 'paired' | 'independent' | 'both';

/** TEE on over TEE off, of one measure over some settings. */
export interface TeeRatio {
  /** What the settings have in common. */
  readonly group: string;
  readonly measure: MeasureName;
  /** How many settings have the measure in both modes; each counts the same. */
  readonly settings: number;
  readonly runsOff: number;
  readonly runsCc: number;
  readonly comparison: Comparison;
  /** The geometric mean over settings of the ratio of geometric means over repetitions. */
  readonly ratio: number;
  /**
   * 95 %, of noise between repetitions, for these very settings: what the ratio is in others it
   * does not tell. Null where a setting has a single repetition.
   */
  readonly ci95: readonly [low: number, high: number] | null;
  /** Over the settings. */
  readonly least: number;
  readonly most: number;
}

export const GROUPINGS = ['overall', 'condition', 'concurrency', 'length', 'setting'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Null: the setting does not say. */
const LABELS: Readonly<Record<Grouping, (setting: Setting) => string | null>> = {
  overall: () => 'all',
  condition: ({ condition, model }) => condition ?? model,
  concurrency: ({ concurrency }) => (concurrency === null ? null : String(concurrency)),
  length: ({ inputTokens, outputTokens }) =>
    inputTokens === null && outputTokens === null
      ? null
      : `${inputTokens ?? '?'} in, ${outputTokens ?? '?'} out`,
  setting: (setting) => settingText(setting),
};

/** The ratios by each way to group settings; groups in the order of the settings. */
export function teeRatios(
  settings: readonly MatchedSetting[],
): Readonly<Record<Grouping, readonly TeeRatio[]>> {
  const of = (grouping: Grouping) => ratiosBy(settings, grouping);
  return {
    overall: of('overall'),
    condition: of('condition'),
    concurrency: of('concurrency').toSorted((a, b) => Number(a.group) - Number(b.group)),
    length: of('length'),
    setting: of('setting'),
  };
}

/** The ratios by one way to group settings. */
export function ratiosBy(
  settings: readonly MatchedSetting[],
  grouping: Grouping,
): readonly TeeRatio[] {
  const labelOf = LABELS[grouping];
  const groups = new Map<string, MatchedSetting[]>();
  for (const each of settings) {
    const label = labelOf(each.setting);
    if (label !== null) groups.set(label, [...(groups.get(label) ?? []), each]);
  }
  return [...groups].flatMap(([group, together]) =>
    MEASURES.flatMap(({ name }) => {
      const ratio = ratioOver(group, name, together);
      return ratio === null ? [] : [ratio];
    }),
  );
}

function ratioOver(
  group: string,
  measure: MeasureName,
  settings: readonly MatchedSetting[],
): TeeRatio | null {
  const logs = settings.flatMap((each) => logRatio(each, measure) ?? []);
  if (logs.length === 0) return null;
  const share = 1 / logs.length;
  const { value, ci95 } = withInterval(
    combined(logs.map(({ log }) => ({ factor: share, of: log }))),
  );
  const all = logs.map(({ log }) => Math.exp(log.value));
  const paired = logs.filter(({ isPaired }) => isPaired).length;
  return {
    group,
    measure,
    settings: logs.length,
    runsOff: logs.reduce((sum, { runsOff }) => sum + runsOff, 0),
    runsCc: logs.reduce((sum, { runsCc }) => sum + runsCc, 0),
    comparison: paired === logs.length ? 'paired' : paired === 0 ? 'independent' : 'both',
    ratio: Math.exp(value),
    ci95: ci95 === null ? null : [Math.exp(ci95[0]), Math.exp(ci95[1])],
    least: Math.min(...all),
    most: Math.max(...all),
  };
}

interface LogRatio {
  readonly log: Uncertain;
  readonly isPaired: boolean;
  readonly runsOff: number;
  readonly runsCc: number;
}

/**
 * The logarithm of the ratio in one setting: of pairs the mean of their differences, of
 * independent runs the difference of their means. On logarithms, as throughput and latency are
 * positive and their noise is in proportion; on over off and off over on then say the same.
 * Fieller's interval of a ratio of means is not always an interval; this is.
 */
function logRatio(matched: MatchedSetting, measure: MeasureName): LogRatio | null {
  const { isPaired } = matched;
  const [off, cc] = valuesOf(matched, measure).map((values) => values.map(Math.log));
  if (off === undefined || cc === undefined || off.length === 0 || cc.length === 0) return null;
  const counts = { isPaired, runsOff: off.length, runsCc: cc.length };
  if (isPaired) {
    const differences = cc.map((value, at) => value - (off[at] ?? Number.NaN));
    return { log: meanOfRepetitions(differences), ...counts };
  }
  const log = combined([
    { factor: 1, of: meanOfRepetitions(cc) },
    { factor: -1, of: meanOfRepetitions(off) },
  ]);
  return { log, ...counts };
}

/** Of both modes, where they are known; of pairs those that both have. */
export function valuesOf(
  { isPaired, off, cc }: MatchedSetting,
  measure: MeasureName,
): readonly [off: readonly number[], cc: readonly number[]] {
  const both = off.flatMap((run, at) => {
    const [one, other] = [run.values[measure], cc[at]?.values[measure] ?? null];
    return one === null || other === null ? [] : [[one, other] as const];
  });
  if (isPaired) return [both.map(([one]) => one), both.map(([, other]) => other)];
  const known = (runs: typeof off) => runs.flatMap(({ values }) => values[measure] ?? []);
  return [known(off), known(cc)];
}
