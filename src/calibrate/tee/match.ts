import { type Setting, settingText, type TeeRun } from './runs.js';

/** Runs of one setting with the TEE off and on; at least one of each. */
export interface MatchedSetting {
  readonly setting: Setting;
  /** Whether the k-th run of one mode goes with the k-th of the other. */
  readonly isPaired: boolean;
  readonly off: readonly TeeRun[];
  readonly cc: readonly TeeRun[];
}

/** What could be compared, and what not. */
export interface Matching {
  readonly settings: readonly MatchedSetting[];
  /** A line for each setting, or run, without a partner, and for what else a reader should know. */
  readonly notes: readonly string[];
}

/** Puts runs with the TEE on beside those with it off, setting by setting. */
export function matchRuns(runs: readonly TeeRun[]): Matching {
  const groups = new Map<string, TeeRun[]>();
  for (const run of runs) {
    const key = JSON.stringify(Object.values(run.setting).map(String));
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const notes: string[] = [];
  const settings = [...groups.values()].flatMap((together) => {
    const matched = matchSetting(together, notes);
    return matched === null ? [] : [matched];
  });
  return { settings: settings.sort(byPlace), notes };
}

function matchSetting(together: readonly TeeRun[], notes: string[]): MatchedSetting | null {
  const [first] = together;
  if (first === undefined) return null;
  const { setting } = first;
  const off = together.filter(({ mode }) => mode === 'off');
  const cc = together.filter(({ mode }) => mode === 'cc');
  const name = settingText(setting);
  if (off.length === 0 || cc.length === 0) {
    const missing = off.length === 0 ? 'off' : 'on';
    notes.push(`${name}: no run with the TEE ${missing}, left out (${idsOf(together)})`);
    return null;
  }
  const gpus = [...new Set(together.flatMap(({ gpu }) => (gpu === null ? [] : [gpu])))];
  if (gpus.length > 1) {
    notes.push(`${name}: runs on different GPUs (${gpus.join(', ')}): the ratio holds theirs too`);
  }
  return paired(setting, off, cc, notes) ?? { setting, isPaired: false, off, cc };
}

/** Null when the runs are not tied to one another; those that lack their partner are told. */
function paired(
  setting: Setting,
  off: readonly TeeRun[],
  cc: readonly TeeRun[],
  notes: string[],
): MatchedSetting | null {
  const byPair = (runs: readonly TeeRun[]) => new Map(runs.map((run) => [run.pair, run]));
  const [offs, ccs] = [byPair(off), byPair(cc)];
  if (offs.has(null) || ccs.has(null)) return null;
  const name = settingText(setting);
  if (offs.size < off.length || ccs.size < cc.length) {
    notes.push(`${name}: several runs are the same repetition: compared as independent`);
    return null;
  }
  const common = [...offs.keys()]
    .filter((pair) => ccs.has(pair))
    .sort((a, b) => (a ?? 0) - (b ?? 0));
  if (common.length === 0) {
    notes.push(`${name}: no repetition with the TEE both off and on: compared as independent`);
    return null;
  }
  const alone = [...off, ...cc].filter(({ pair }) => !common.includes(pair));
  if (alone.length > 0) notes.push(`${name}: without a partner, left out: ${idsOf(alone)}`);
  const of = (runs: ReadonlyMap<number | null, TeeRun>) =>
    common.flatMap((pair) => runs.get(pair) ?? []);
  return { setting, isPaired: true, off: of(offs), cc: of(ccs) };
}

const MOST_NAMED = 4;

function idsOf(runs: readonly TeeRun[]): string {
  const more = runs.length > MOST_NAMED ? `, and ${runs.length - MOST_NAMED} more` : '';
  return `${runs
    .slice(0, MOST_NAMED)
    .map(({ id }) => id)
    .join(', ')}${more}`;
}

/** Names in which numbers stand: 8b before 70b. */
const NAMES = new Intl.Collator('en', { numeric: true });

/** By name, then by numbers: what is not said comes first. */
function byPlace({ setting: a }: MatchedSetting, { setting: b }: MatchedSetting): number {
  const names = (each: Setting) =>
    [each.experiment, each.condition, each.model, each.serving].map((name) => name ?? '');
  const numbers = (each: Setting) =>
    [each.inputTokens, each.outputTokens, each.requestsPerSecond, each.concurrency].map(
      (value) => value ?? -1,
    );
  const [one, other] = [names(a), names(b)];
  for (const [at, name] of one.entries()) {
    const beside = other[at] ?? '';
    const order = NAMES.compare(name, beside);
    if (order !== 0) return order;
  }
  const beside = numbers(b);
  return (
    numbers(a)
      .map((value, at) => (value === beside[at] ? 0 : value - (beside[at] ?? 0)))
      .find((difference) => difference !== 0) ?? 0
  );
}
