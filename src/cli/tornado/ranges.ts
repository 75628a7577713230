import type { Issue } from '../../errors.js';
import { FIXED_PATHS } from '../../experiment/grid.js';
import type { TornadoRange } from '../../experiment/tornado/tornado.js';
import { canonicalSetting, pathsCollide } from '../../scenario/text/canonical-setting.js';
import { plainPath, splitAtCommas } from '../axes.js';
import { optionIssue } from '../invocation.js';

/** A range as it was asked for: the scenario's own value is not known yet. */
export type AskedRange = Omit<TornadoRange, 'base'>;

const OPTION = '--range';
const FORM = 'path=low,high';

/** Reads `--range path=low,high`. Adds to `issues` what is wrong; those that are right come back. */
export function readRanges(texts: readonly string[], issues: Issue[]): readonly AskedRange[] {
  const ranges = texts.flatMap((text) => readRange(text, issues) ?? []);
  return ranges.filter(({ path }, position) => {
    const other = ranges
      .slice(0, position)
      .find((before) => pathsCollide(plainPath(before.path), plainPath(path)));
    if (other !== undefined) {
      issues.push(optionIssue(OPTION, 'ranges of different settings', `${other.path} and ${path}`));
    }
    return other === undefined;
  });
}

function readRange(text: string, issues: Issue[]): AskedRange | undefined {
  const setting = canonicalSetting(text);
  const [low, high, ...more] = splitAtCommas(setting?.text ?? '');
  if (setting === undefined || low === undefined || high === undefined || more.length > 0) {
    issues.push(optionIssue(OPTION, FORM, JSON.stringify(text)));
    return undefined;
  }
  const path = setting.written.trim();
  if (FIXED_PATHS.includes(setting.path)) {
    const got = `${path}, which is the same in all of them`;
    issues.push(optionIssue(OPTION, 'a path in which runs can differ', got, `use --${path}`));
    return undefined;
  }
  const ends = [low, high].map((end) => (end === '' ? Number.NaN : Number(end)));
  const [from = Number.NaN, to = Number.NaN] = ends;
  if (from < to && ends.every(Number.isFinite)) return { path, low, high, about: null };
  const expected = `${FORM} with two numbers, the lower one first`;
  issues.push(optionIssue(OPTION, expected, JSON.stringify(text)));
  return undefined;
}
