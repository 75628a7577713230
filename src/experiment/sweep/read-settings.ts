import type { IssueSource } from '../../errors.js';
import { quoted } from '../../scenario/issues/values.js';
import { canonicalPath, pathsCollide } from '../../scenario/text/canonical-setting.js';
import { keyPlaceOf, type Path, valueAt } from '../../scenario/text/tree.js';
import { valueText } from '../../scenario/text/value-text.js';
import { FIXED_PATHS } from '../grid.js';
import type { SweepContext } from './context.js';
import type { CellSetting } from './types.js';

/** A scenario path that the file sets, and where it says so. */
export interface PathClaim {
  /** With dots between its steps, none quoted. */
  readonly path: string;
  readonly place: IssueSource;
  /** The place as a path of the sweep file. */
  readonly at: Path;
}

/** The settings of a mapping `path: value`. */
export interface Settings {
  readonly settings: readonly CellSetting[];
  readonly claims: readonly PathClaim[];
}

/** What differs from cell to cell may be neither seed nor replications: cells could not be paired. */
export const OF_SOME_CELLS = FIXED_PATHS;
/** All cells may have another seed than the scenario's. */
export const OF_ALL_CELLS = FIXED_PATHS.filter((path) => path !== 'seed');

/** The settings that stand at `at`; undefined, and reported, if something is wrong with one. */
export function readSettings(
  at: Path,
  fixed: readonly string[],
  context: SweepContext,
): Settings | undefined {
  const mapping = valueAt(context.document, at);
  const entries = mapping?.kind === 'mapping' ? [...mapping.entries] : [];
  const settings: CellSetting[] = [];
  const claims: PathClaim[] = [];
  for (const [path, { value }] of entries) {
    const where = [...at, path];
    const place = keyPlaceOf(context.document, where);
    const claim = claimPath(path, { place, at: where }, fixed, context);
    const readable = valueText(value) !== undefined;
    if (claim === undefined || !readable) continue;
    settings.push({ path, value, place });
    claims.push(claim);
  }
  const apart = reportCollisions(claims, context);
  return apart && settings.length === entries.length ? { settings, claims } : undefined;
}

/** Checks a path; undefined, and reported, if it is none that may be set here. */
export function claimPath(
  text: string,
  where: Omit<PathClaim, 'path'>,
  fixed: readonly string[],
  { problems }: SweepContext,
): PathClaim | undefined {
  const path = canonicalPath(text);
  if (path === undefined) {
    const expected = 'a path like a.b.0["c.d"]';
    problems.add({ place: where.place, path: where.at, expected, got: quoted(text) });
    return undefined;
  }
  if (fixed.includes(path)) {
    const expected = 'a path that may be set here';
    const hint =
      path === 'seed' ? 'set it for all cells under set' : 'it has its own key in the sweep';
    problems.add({ place: where.place, path: where.at, expected, got: quoted(text), hint });
    return undefined;
  }
  return { path, ...where };
}

/** Whether no path changes what another sets; reports those that do. */
function reportCollisions(claims: readonly PathClaim[], context: SweepContext): boolean {
  const colliding = claims.filter((claim, at) =>
    claims.slice(0, at).some((before) => reportCollision(before, claim, context)),
  );
  return colliding.length === 0;
}

/** Reports it if setting `claim` changes, replaces or rules out what `before` sets, or the reverse. */
export function reportCollision(
  before: PathClaim,
  claim: PathClaim,
  { problems }: SweepContext,
): boolean {
  if (!pathsCollide(before.path, claim.path)) return false;
  const { place, at, path } = claim;
  const twice = before.path === path;
  const expected = twice ? 'each path once' : 'paths of different settings';
  const got = twice ? `${path} a second time` : `${path} beside ${before.path}`;
  problems.add({ place, path: at, expected, got });
  return true;
}
