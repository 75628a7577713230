import type { SweepResults } from '../../experiment/results/types.js';
import type { TeeMode, TimingConfig } from '../../timing/config.js';
import { decidingColumns, refuse, scenarioOf } from './cells.js';

/** What operations take in one TEE mode. */
export interface ModeTiming {
  readonly mode: TeeMode;
  readonly timing: TimingConfig;
  /** Names, in the order of the timing's models. */
  readonly models: readonly string[];
}

/**
 * The timing that cells have in common, by TEE mode.
 * @param what it is called in the message if there is more than one.
 * @param part that matters to the figure.
 * @throws UserError if cells of one mode differ in that part.
 */
export function oneTimingByMode(
  results: SweepResults,
  cells: readonly number[],
  what: string,
  part: (timing: TimingConfig) => unknown,
): readonly ModeTiming[] {
  return (['off', 'cc'] as const).flatMap((mode) => {
    const own = cells.filter((cell) => scenarioOf(results, cell).teeMode === mode);
    const key = (cell: number): string => {
      const { models, timing } = scenarioOf(results, cell);
      return JSON.stringify([models, part(timing), timing.believed[mode]]);
    };
    const different = new Set(own.map(key)).size;
    if (different > 1) {
      const names = decidingColumns(results, own, key).map(({ name }) => `${name}=…`);
      const got = `${different} different ones with ${mode === 'cc' ? 'CC on' : 'CC off'}`;
      refuse(
        '--where',
        `cells that have the same ${what}`,
        got,
        `try --where ${names.join(' --where ')}`,
      );
    }
    const [first] = own;
    if (first === undefined) return [];
    const { models, timing } = scenarioOf(results, first);
    return [{ mode, timing, models }];
  });
}
