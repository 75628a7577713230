import { durationProblem } from '../random/distributions.js';
import type { DurationFamily } from './config.js';
import type { ProfileIssue } from './profile-issue.js';
import type {
  ProfileBatch,
  ProfileDisk,
  ProfileDuration,
  ProfileHistory,
  ProfileSwap,
} from './profile-schema.js';

type Path = readonly (string | number)[];
type Point = NonNullable<ProfileBatch['table']>[number];
type Bucket = NonNullable<ProfileBatch['ratio']>['buckets'][number];

/** Problems of batch times: line and table mixed, a table out of order, a spread that cannot be. */
export function checkBatch(path: Path, batch: ProfileBatch): ProfileIssue[] {
  const { a, b, cv, ratio, table } = batch;
  const line = [a, b, cv, ratio].some((value) => value !== undefined);
  if (table !== undefined) {
    return line
      ? [issue(path, 'either a line (a, b, cv, ratio) or a table', 'both')]
      : checkTable(path, batch, table);
  }
  if (a === undefined && b === undefined) {
    return [issue(path, 'a line (a, b) or a table', 'neither')];
  }
  const issues =
    ratio === undefined ? checkCv(path, batch.family, cv) : checkRatio(path, batch, ratio.buckets);
  if ((a ?? 0) + (b ?? 0) === 0) issues.push(issue(path, 'a or b above 0', 'both 0'));
  if (batch.beyond !== undefined) {
    issues.push(issue([...path, 'beyond'], 'nothing: a line holds for every size', batch.beyond));
  }
  return issues;
}

/** Problems of swap times that do not depend on history. */
export function checkSwap(path: Path, swap: ProfileSwap): ProfileIssue[] {
  const durations: [Path, ProfileDuration][] = [[[...path, 'load'], swap.load]];
  if (swap.unload) durations.push([[...path, 'unload'], swap.unload]);
  if (swap.firstLoad) durations.push([[...path, 'firstLoad'], swap.firstLoad]);
  return checkSpreads(path, swap.family, durations);
}

/** Problems of swap times that depend on the page cache. */
export function checkDisk(path: Path, disk: ProfileDisk): ProfileIssue[] {
  return checkCv(path, disk.family, disk.cv);
}

/** Problems of swap times by what was loaded before. @param models the profile's. */
export function checkHistory(
  path: Path,
  history: ProfileHistory,
  models: readonly string[],
): ProfileIssue[] {
  const durations: [Path, ProfileDuration][] = [[[...path, 'first'], history.first]];
  if (history.second) durations.push([[...path, 'second'], history.second]);
  const unknown: ProfileIssue[] = [];
  for (const kind of ['returning', 'otherwise'] as const) {
    const at = [...path, kind];
    durations.push([at, history[kind]]);
    for (const [model, duration] of Object.entries(history[kind].after ?? {})) {
      durations.push([[...at, 'after', model], duration]);
      if (models.includes(model)) continue;
      unknown.push(issue([...at, 'after', model], 'a model of this profile', model));
    }
  }
  return [...unknown, ...checkSpreads(path, history.family, durations)];
}

function checkRatio(
  path: Path,
  { family, cv }: ProfileBatch,
  buckets: readonly Bucket[],
): ProfileIssue[] {
  const issues = [];
  if (family !== undefined || cv !== undefined) {
    issues.push(issue(path, 'either measured ratios (ratio) or a family and a cv', 'both'));
  }
  buckets.forEach(({ upTo, quantiles }, k) => {
    const at = [...path, 'ratio', 'buckets', k];
    const isLast = k === buckets.length - 1;
    if (!isLast && upTo === undefined) {
      issues.push(issue([...at, 'upTo'], 'a largest size, except in the last bucket', 'none'));
    }
    if (isLast && upTo !== undefined) {
      issues.push(issue([...at, 'upTo'], 'none in the last bucket: a line has no end', upTo));
    }
    const before = buckets[k - 1]?.upTo ?? 0;
    if (upTo !== undefined && upTo <= before) {
      issues.push(issue([...at, 'upTo'], `above that of the bucket before it (${before})`, upTo));
    }
    issues.push(...checkQuantiles([...at, 'quantiles'], quantiles));
  });
  return issues;
}

function checkQuantiles(path: Path, quantiles: readonly number[]): ProfileIssue[] {
  const greatest = quantiles.at(-1) ?? 0;
  if (!(greatest > 0)) return [issue(path, 'a greatest ratio above 0', greatest)];
  return quantiles.flatMap((value, k) => {
    const before = quantiles[k - 1] ?? 0;
    return value >= before
      ? []
      : [issue([...path, k], `at least the one before (${before})`, value)];
  });
}

function checkTable(path: Path, batch: ProfileBatch, table: readonly Point[]): ProfileIssue[] {
  const at = [...path, 'table'];
  const issues = table.slice(1).flatMap((point, k) => {
    const before = table[k];
    if (before === undefined) return [];
    return checkNeighbours([...at, k + 1], batch.family, before, point);
  });
  if (batch.beyond === 'linear' && table.length < 2) {
    issues.push(issue(at, 'at least two sizes to draw a line through (beyond: linear)', 'one'));
  }
  const points = table.map((point, k): [Path, ProfileDuration] => [[...at, k], point]);
  return [...issues, ...checkSpreads(path, batch.family, points)];
}

function checkNeighbours(
  path: Path,
  family: DurationFamily | undefined,
  before: Point,
  point: Point,
): ProfileIssue[] {
  if (point.size <= before.size) {
    return [issue([...path, 'size'], `above the size before it (${before.size})`, point.size)];
  }
  // A mean may fall from one size to the next, but only as far as noise would explain: measured
  // data is taken as it is, and a slipped digit is not.
  const noise = ({ mean, sd }: Point): number => (family === 'exponential' ? mean : (sd ?? 0));
  const lowest = before.mean - Math.max(noise(before), noise(point));
  if (point.mean >= lowest) return [];
  const expected = `a mean not below that of size ${before.size} (${before.mean}) by more than the sd`;
  return [issue([...path, 'mean'], expected, point.mean)];
}

/** Whether a family can have the spreads given; each duration comes with its path. */
function checkSpreads(
  path: Path,
  family: DurationFamily | undefined,
  durations: readonly [Path, ProfileDuration][],
): ProfileIssue[] {
  const issues = durations.flatMap(([at, duration]) =>
    checkSpread([...at, 'sd'], family, duration),
  );
  const spread = durations.some(([, { sd }]) => (sd ?? 0) > 0);
  if (needsSpread(family) && !spread) {
    issues.push(issue([...path, 'family'], 'constant, or an sd above 0', `${family} without one`));
  }
  return issues;
}

function checkSpread(
  path: Path,
  family: DurationFamily | undefined,
  { mean, sd }: ProfileDuration,
): ProfileIssue[] {
  if (sd === undefined) return [];
  if (family === 'constant' && sd > 0) return [issue(path, '0 for the constant family', sd)];
  if (family === 'exponential' && Math.abs(sd - mean) > 1e-9 * mean) {
    return [issue(path, `the mean (${mean}) or nothing for the exponential family`, sd)];
  }
  const problem = durationProblem(family ?? 'lognormal', mean, sd);
  return problem === undefined ? [] : [issue(path, problem, sd)];
}

function checkCv(
  path: Path,
  family: DurationFamily | undefined,
  cv: number | undefined,
): ProfileIssue[] {
  if (needsSpread(family) && !((cv ?? 0) > 0)) {
    return [issue([...path, 'family'], 'constant, or a cv above 0', `${family} without one`)];
  }
  if (cv === undefined) return [];
  if (family === 'constant' && cv > 0) {
    return [issue([...path, 'cv'], '0 for the constant family', cv)];
  }
  if (family === 'exponential' && cv !== 1) {
    return [issue([...path, 'cv'], '1 or nothing for the exponential family', cv)];
  }
  const problem = durationProblem(family ?? 'lognormal', 1, cv);
  return problem === undefined ? [] : [issue([...path, 'cv'], problem, cv)];
}

function needsSpread(family: DurationFamily | undefined): boolean {
  return family === 'normal' || family === 'lognormal' || family === 'gamma';
}

function issue(path: Path, expected: string, got: string | number): ProfileIssue {
  return { in: 'profile', path: [...path], expected, got: String(got) };
}
