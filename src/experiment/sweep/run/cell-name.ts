import type { SweepDescription } from '../../store/types.js';

/** What to call a cell in a message: `cell 12 (tee.mode=cc, arrivals.rate=4)`. */
export function cellName({ columns, cells }: SweepDescription, cell: number): string {
  const values = cells[cell]?.values ?? [];
  const settings = columns.map(({ name }, at) => `${name}=${values[at]}`);
  return settings.length === 0 ? `cell ${cell}` : `cell ${cell} (${settings.join(', ')})`;
}
