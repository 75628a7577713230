import type { Measurement } from '../../../src/analysis/measurement.js';
import { compareScenarios, type ParetoOptions } from '../../../src/analysis/pareto/compare.js';
import { DEFAULT_X, DEFAULT_Y, paretoMetric } from '../../../src/analysis/pareto/metrics.js';
import { countNotes, type ParetoReport } from '../../../src/report/pareto/report.js';

export function reportOf(
  measurements: readonly Measurement[],
  {
    x = DEFAULT_X,
    y = DEFAULT_Y,
    ...rest
  }: Partial<Omit<ParetoOptions, 'x' | 'y'>> & {
    readonly x?: string;
    readonly y?: string;
  } = {},
): ParetoReport {
  const [first, second] = [paretoMetric(x), paretoMetric(y)];
  if (first === undefined || second === undefined) throw new Error(`no metric ${x} or ${y}`);
  const options = { x: first, y: second, slos: [], only: null, byDirectory: false, ...rest };
  return {
    options,
    scenarios: compareScenarios(measurements, options),
    chosen: null,
    notes: countNotes(measurements),
    notRead: [],
  };
}
