import type { MeasuredRun } from '../../interop/measured.js';
import { findStrategy, strategyRegistry } from '../../serving/batch/strategies/registry.js';

/** Strategies of measured runs that the simulator does not have, each once. */
export function strategyProblems(
  runs: readonly MeasuredRun[],
): readonly { readonly expected: string; readonly got: string }[] {
  const unknown = new Map(
    runs
      .filter(({ strategy }) => findStrategy(strategy) === undefined)
      .toReversed()
      .map(({ strategy, id }) => [strategy, id]),
  );
  const names = strategyRegistry.map(({ name }) => name).join(', ');
  return [...unknown].reverse().map(([strategy, id]) => ({
    expected: `runs of known strategies (${names})`,
    got: `${JSON.stringify(strategy)} in run ${id}`,
  }));
}
