import type { Issue } from '../../errors.js';
import { type Axis, type Cell, expandGrid } from '../../experiment/grid.js';
import { pathsCollide } from '../../scenario/text/canonical-setting.js';
import { plainPath, readAxes } from '../axes.js';
import { type Invocation, optionIssue } from '../invocation.js';

/** The variants that are searched side by side. */
export interface Variants {
  /** None: the scenario alone. */
  readonly axes: readonly Axis[];
  /** At least one. */
  readonly cells: readonly Cell[];
}

/** A figure tells no more curves apart. */
const MOST_VARIANTS = 8;
const TEE_MODES: Readonly<Record<string, string>> = { cc: 'cc', off: 'off', both: 'off,cc' };

/** Reads `--axis` and `--tee`, which is short for an axis of TEE modes. */
export function readVariants(
  invocation: Invocation,
  overPath: string | undefined,
  issues: Issue[],
): Variants {
  const tee = readTee(invocation, issues);
  const texts = [...invocation.all('--axis'), ...tee];
  const axes = texts.length === 0 ? [] : readAxes(texts, issues);
  const cells = expandGrid(axes);
  if (cells.length > MOST_VARIANTS) {
    const expected = `at most ${MOST_VARIANTS} variants`;
    issues.push(optionIssue('--axis', expected, String(cells.length)));
    return { axes: [], cells: expandGrid([]) };
  }
  const clash = axes.find(
    ({ path }) => overPath !== undefined && pathsCollide(plainPath(path), plainPath(overPath)),
  );
  if (clash !== undefined) {
    const expected = 'a path that --over does not vary';
    issues.push(optionIssue('--axis', expected, clash.path));
  }
  return { axes, cells };
}

function readTee(invocation: Invocation, issues: Issue[]): readonly string[] {
  const text = invocation.value('--tee');
  if (text === undefined) return [];
  const modes = Object.hasOwn(TEE_MODES, text) ? TEE_MODES[text] : undefined;
  if (modes !== undefined) return [`tee.mode=${modes}`];
  issues.push(optionIssue('--tee', 'cc, off or both', JSON.stringify(text)));
  return [];
}
