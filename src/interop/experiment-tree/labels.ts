import type { MeasuredMode } from '../../analysis/measurement.js';

/** What the folders above a result say of it: `<experiment>/<condition>/tee_on/…repetition_3….json`. */
export interface TreeLabels {
  /** Null where the path does not go up so far. */
  readonly experiment: string | null;
  /** Holds the size of the model, as `<n>b`. */
  readonly condition: string | null;
  readonly teeMode: MeasuredMode;
  /** As the file's name says; null: it says none. */
  readonly repetition: number | null;
}

const MODES: Readonly<Record<string, MeasuredMode>> = { tee_on: 'cc', tee_off: 'off' };
const REPETITION = /repetition[_-]?(\d+)/i;
/** A name that leads nowhere in particular. */
const DOTS = /^\.*$/;

/**
 * The labels of a file of a tree of experiments with TEE on and off.
 * @param path with `/` or `\`; the more of it, the more is known.
 * @returns null when the file lies in no folder named `tee_on` or `tee_off`.
 */
export function labelsOf(path: string): TreeLabels | null {
  const [name = '', mode = '', condition, experiment] = path
    .split(/[/\\]/)
    .filter((part) => part !== '.' && part !== '')
    .reverse();
  const teeMode = Object.hasOwn(MODES, mode) ? MODES[mode] : undefined;
  if (teeMode === undefined) return null;
  return {
    experiment: folderName(experiment),
    condition: folderName(condition),
    teeMode,
    repetition: repetitionOf(name),
  };
}

function folderName(name: string | undefined): string | null {
  return name === undefined || DOTS.test(name) ? null : name;
}

function repetitionOf(name: string): number | null {
  const digits = REPETITION.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}
