import type { MatchedSetting } from './match.js';
import { type Setting, settingText } from './runs.js';

/** Settings that differ in one number only. */
export interface Series {
  readonly label: string;
  /** Ascending in that number; each of its values once. */
  readonly settings: readonly MatchedSetting[];
}

/**
 * Settings in which only `varying` differs. A condition that differs too does not part them as
 * long as no two have the same number: folders are often called by what is varied.
 */
export function seriesBy(
  settings: readonly MatchedSetting[],
  varying: 'concurrency' | 'inputTokens',
): readonly Series[] {
  const known = settings.filter(({ setting }) => setting[varying] !== null);
  return groupsBy(known, [varying, 'condition']).flatMap((together) => {
    const values = together.map(({ setting }) => setting[varying]);
    if (new Set(values).size === values.length) return [seriesOf(together, varying)];
    return groupsBy(together, [varying]).map((each) => seriesOf(each, varying));
  });
}

function groupsBy(
  settings: readonly MatchedSetting[],
  leaveOut: readonly (keyof Setting)[],
): readonly (readonly MatchedSetting[])[] {
  const groups = new Map<string, MatchedSetting[]>();
  for (const each of settings) {
    const kept = Object.entries(each.setting).filter(
      ([key]) => !leaveOut.some((name) => name === key),
    );
    const key = JSON.stringify(kept.map(([, value]) => String(value)));
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

function seriesOf(
  together: readonly MatchedSetting[],
  varying: 'concurrency' | 'inputTokens',
): Series {
  const conditions = new Set(together.map(({ setting }) => setting.condition));
  const leaveOut = conditions.size > 1 ? ([varying, 'condition'] as const) : [varying];
  const [first] = together;
  return {
    label: first === undefined ? '' : settingText(first.setting, leaveOut),
    settings: together.toSorted((a, b) => (a.setting[varying] ?? 0) - (b.setting[varying] ?? 0)),
  };
}
