import { InvariantError, type Issue } from '../../errors.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import type { Metric } from '../../experiment/sweep/types.js';
import type { TornadoRange } from '../../experiment/tornado/tornado.js';
import type { FigureFormat } from '../../report/figures/figure.js';
import { Problems } from '../../scenario/issues/problems.js';
import { readMetrics } from '../explain/metrics.js';
import { readFormats } from '../figures/options.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { collecting, optionProblems, type ScenarioLoader } from '../scenario-loader.js';
import { WrittenBase } from './base-values.js';
import { type AskedRange, readRanges } from './ranges.js';

/** What `sealsim tornado` was asked for. */
export interface TornadoRequest {
  readonly ranges: readonly TornadoRange[];
  readonly metrics: readonly Metric[];
  readonly formats: readonly FigureFormat[];
  /** The base, then both ends of each range. */
  readonly runs: readonly LoadedScenario[];
  readonly base: LoadedScenario;
}

const DEFAULT_METRIC = 'sla.attainmentReceived';

/** @throws UserError with every problem of the options, and of the scenario at each end. */
export async function readTornadoRequest(
  invocation: Invocation,
  loader: ScenarioLoader,
): Promise<TornadoRequest> {
  const issues: Issue[] = [...optionProblems(invocation)];
  const formats = readFormats(invocation, issues);
  const given = readRanges(invocation.all('--range'), issues);
  const base = await collecting(issues, loader.load());
  const texts = invocation.all('--metric');
  const asked = texts.length === 0 ? [DEFAULT_METRIC] : texts;
  const metrics = readMetrics(asked, base?.scenario.models, issues);
  const stated = base === undefined ? [] : presetRanges(base);
  const ranges = invocation.has('--range') ? given : stated;
  if (base !== undefined && ranges.length === 0 && !invocation.has('--range')) {
    const expected = 'path=low,high, as the scenario has no TEE preset that states one';
    issues.push(optionIssue('--range', expected, 'nothing'));
  }
  const ends = base === undefined ? [] : await loadEnds(loader, ranges, issues);
  const sets = invocation.all('--set');
  const written =
    base === undefined ? undefined : await WrittenBase.read(invocation.args[0] ?? '', sets);
  issues.push(...ranges.flatMap((range) => written?.factorsIssue(range) ?? []));
  const problems = new Problems();
  // Every run is the scenario but for one value: what is wrong with it is told once.
  problems.addIssues(issues);
  problems.throwIfAny();
  if (base === undefined || written === undefined) {
    throw new InvariantError('a base without problems was not loaded');
  }
  // What a preset says holds unless the scenario says otherwise.
  const baseOf = (range: AskedRange): string | null =>
    written.valueOf(range) ?? stated.find(({ path }) => path === range.path)?.base ?? null;
  return {
    ranges: ranges.map((range) => ({ ...range, base: baseOf(range) })),
    metrics,
    formats,
    runs: [base, ...ends],
    base,
  };
}

/**
 * Low and high of each range in turn; fewer, with issues, where something is wrong. The base is
 * sound: what is wrong with the scenario at an end comes from the range.
 */
async function loadEnds(
  loader: ScenarioLoader,
  ranges: readonly AskedRange[],
  issues: Issue[],
): Promise<readonly LoadedScenario[]> {
  const ends: LoadedScenario[] = [];
  for (const { path, low, high } of ranges) {
    for (const value of [low, high]) {
      const found: Issue[] = [];
      const loaded = await collecting(found, loader.load([`${path}=${value}`]));
      issues.push(...found.map(blameRange));
      if (loaded !== undefined) ends.push(loaded);
    }
  }
  return ends;
}

/** Ranges reach the scenario as `--set` does. */
function blameRange(issue: Issue): Issue {
  const { source } = issue;
  if (source.kind !== 'option' || source.option !== '--set') return issue;
  return { ...issue, source: { kind: 'option', option: '--range' } };
}

/** What the TEE presets of a scenario state of the numbers that act on its durations. */
function presetRanges({ scenario }: LoadedScenario): readonly TornadoRange[] {
  return scenario.timing.teeRanges.map(({ path, value, low, high, spread, source }) => ({
    path,
    low: String(low),
    high: String(high),
    base: String(value),
    about: `${spread} (${source})`,
  }));
}
