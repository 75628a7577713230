import { unitFactor } from '../units.js';

/** What is read of a file of power; the order is that of preference. */
const ALIASES = {
  timestamp: ['timestamp', 'time'],
  'power.draw': ['power.draw', 'power.draw.average', 'power.draw.instant', 'power_draw', 'power'],
  'utilization.gpu': ['utilization.gpu', 'utilization_gpu', 'gpu_utilization'],
  gpu: ['index', 'uuid', 'gpu_uuid', 'pci.bus_id', 'gpu_bus_id', 'serial', 'gpu'],
} as const;

type Column = keyof typeof ALIASES;

export const REQUIRED = ['timestamp', 'power.draw'] as const;
export const OPTIONAL = ['utilization.gpu', 'gpu'] as const;

/** `power.draw [W]`, `power (W)`. */
const WITH_UNIT = /^(.*?)\s*[[(]([^\])]*)[\])]$/;

/** The header of a file: what its columns mean, and in which units they are said to be. */
export class PowerHeader {
  readonly #units = new Map<string, string>();

  /** The unit that the header states of a column; null: none. */
  unitOf(column: Column): string | null {
    return this.#units.get(column) ?? null;
  }

  /** Names of columns by position; those that are not read stay as they are. */
  namesOf(header: readonly string[]): readonly string[] {
    const parts = header.map((cell) => WITH_UNIT.exec(cell) ?? [cell, cell, undefined]);
    const names = parts.map(([, name = '']) => name.toLowerCase());
    const result = [...names];
    for (const [column, aliases] of Object.entries(ALIASES)) {
      const alias = aliases.find((each) => names.includes(each));
      if (alias === undefined) continue;
      const at = names.indexOf(alias);
      // Another column of that name would hide it.
      for (const [other, name] of result.entries()) if (name === column) result[other] = '';
      result[at] = column;
      const unit = parts[at]?.[2];
      if (unit !== undefined && unit !== '') this.#units.set(column, unit);
    }
    return result;
  }

  /** What is converted. */
  notes(): readonly string[] {
    const unit = this.unitOf('power.draw');
    return unit === null || unitFactor(unit, 'power') === 1 ? [] : [`power: ${unit}, made W`];
  }
}
