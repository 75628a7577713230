import type { Issue } from '../../errors.js';
import { canonicalSetting, pathsCollide } from '../../scenario/text/canonical-setting.js';
import type { Sweep } from './types.js';

/**
 * What is wrong with `--set` on a sweep, beside what every scenario would say: cells have to be
 * what their columns and marks say, and the number of replications is the sweep's.
 */
export function setProblems(
  sets: readonly string[],
  { ownPaths }: Pick<Sweep, 'ownPaths'>,
): readonly Issue[] {
  return sets.flatMap((text) => {
    const path = canonicalSetting(text)?.path ?? '';
    if (path === 'replications') {
      const hint = 'the sweep has its own; sealsim sweep takes --replications';
      return [{ ...problem('a path of the scenario', path), hint }];
    }
    const own = ownPaths.find((other) => pathsCollide(other, path));
    if (own === undefined) return [];
    const got = own === path ? path : `${path} beside ${own}`;
    return [problem('a path that no axis or override sets', got)];
  });
}

function problem(expected: string, got: string): Issue {
  return { source: { kind: 'option', option: '--set' }, path: '', expected, got };
}
