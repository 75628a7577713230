import { InvariantError } from '../../../errors.js';
import type { RunSummary } from '../../../metrics/summary.js';

const PER_MODEL = 'perModel.';

/**
 * The numbers that stand in a summary at some paths: `sla.attainmentReceived`,
 * `perModel.gemma-7b.latencySeconds.p95`; NaN for a model that the run does not have.
 * @throws InvariantError if there is no such figure.
 */
export function readMetrics(summary: RunSummary, paths: readonly string[]): readonly number[] {
  return paths.map((path) => {
    const keys = keysOf(path);
    const [part, model = ''] = keys;
    if (part === 'perModel' && !Object.hasOwn(summary.perModel, model)) return Number.NaN;
    let value: unknown = summary;
    for (const key of keys) {
      value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    }
    if (typeof value !== 'number') throw new InvariantError('no such metric', { path });
    return value;
  });
}

/** The name of a model may have dots in it; the path of a figure in a model's part has one. */
function keysOf(path: string): readonly string[] {
  if (!path.startsWith(PER_MODEL)) return path.split('.');
  const keys = path.slice(PER_MODEL.length).split('.');
  return ['perModel', keys.slice(0, -2).join('.'), ...keys.slice(-2)];
}
