import type { PathClaim } from './read-settings.js';
import type { CellSetting } from './types.js';

/** What the cells can be along one axis of the file. */
export interface Axis {
  /** One, or several that change together. */
  readonly columns: readonly AxisColumn[];
  /** At least one. */
  readonly points: readonly AxisPoint[];
}

/** A column before it is known which cells there are. */
export interface AxisColumn {
  readonly name: string;
  readonly label: string;
  readonly unit: string | null;
  /** The paths that its values set. */
  readonly claims: readonly PathClaim[];
  /** Whether values are those of the path that the column is called after. */
  readonly namesPath: boolean;
  /** Where its name stands. */
  readonly named: Omit<PathClaim, 'path'>;
}

/** A position on an axis. */
export interface AxisPoint {
  /** By column of the axis. */
  readonly values: readonly string[];
  readonly settings: readonly CellSetting[];
}

/** A column with every value that its axis names. */
export interface GridColumn extends AxisColumn {
  readonly values: readonly string[];
}
