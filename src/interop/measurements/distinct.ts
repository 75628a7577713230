import type { Measurement } from '../../analysis/measurement.js';

/**
 * Measurements with identifiers that differ. The same run of the same source found twice (results,
 * and the neutral form that was made of them) counts once; other ones that share an identifier are
 * numbered.
 */
export function distinct(measurements: readonly Measurement[]): {
  readonly measurements: readonly Measurement[];
  readonly warnings: readonly string[];
} {
  const found = new Map<string, Measurement>();
  const warnings: string[] = [];
  for (const measurement of measurements) {
    const before = found.get(measurement.id);
    if (before !== undefined && isSameRun(before, measurement)) {
      warnings.push(`${measurement.id}: found twice, counted once`);
      continue;
    }
    const id = freeId(measurement.id, found);
    found.set(id, id === measurement.id ? measurement : { ...measurement, id });
  }
  return { measurements: [...found.values()], warnings };
}

function isSameRun({ source: a }: Measurement, { source: b }: Measurement): boolean {
  return a.format === b.format && a.file === b.file && a.item === b.item;
}

function freeId(id: string, taken: ReadonlyMap<string, unknown>): string {
  let free = id;
  for (let number = 2; taken.has(free); number++) free = `${id} (${number})`;
  return free;
}
