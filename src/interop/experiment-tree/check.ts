import type { Issue } from '../../errors.js';
import { labelsOf, type TreeLabels } from './labels.js';
import { isPowerName, powerFilesOf, stemOfPower, stemOfResult } from './power-names.js';

/** What is wrong, and what is odd, about the files of a tree of experiments. */
export interface TreeCheck {
  /** Results without power, power without results: the tree is incomplete. */
  readonly issues: readonly Issue[];
  /** What can be read, but says less than it could. */
  readonly warnings: readonly string[];
}

/** A folder `tee_on` or `tee_off`. */
interface ModeFolder {
  readonly path: string;
  readonly labels: TreeLabels;
  /** Names of `…repetition_…json`. */
  readonly results: string[];
  readonly powers: string[];
}

/** Results of repetitions, as the tree names them. */
const RESULT = /repetition.*\.json(\.gz)?$/i;

/**
 * Checks that every repetition of a tree has its power, and every condition both TEE modes.
 * Files that lie in no such tree are left alone. A folder without any power is a warning: then
 * power was not measured.
 * @param files all files of the tree, with their paths.
 */
export function checkTree(files: readonly string[]): TreeCheck {
  const folders = foldersOf(files).filter(({ results }) => results.length > 0);
  return {
    issues: folders.flatMap(unpaired),
    warnings: [...folders.flatMap(oddities), ...oneSided(folders)],
  };
}

function foldersOf(files: readonly string[]): readonly ModeFolder[] {
  const folders = new Map<string, ModeFolder>();
  for (const file of files) {
    const labels = labelsOf(file);
    if (labels === null) continue;
    const at = Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\'));
    const path = file.slice(0, at);
    const name = file.slice(at + 1);
    const folder = folders.get(path) ?? { path, labels, results: [], powers: [] };
    folders.set(path, folder);
    if (isPowerName(name)) folder.powers.push(name);
    else if (RESULT.test(name)) folder.results.push(name);
  }
  return [...folders.values()];
}

function unpaired({ path, results, powers }: ModeFolder): readonly Issue[] {
  if (powers.length === 0) return [];
  const stems = new Set(results.map(stemOfResult));
  const lacking = results.filter((name) => {
    const { gpu, cpu } = powerFilesOf(name, powers);
    return gpu === null && cpu === null;
  });
  const stray = powers.filter((name) => !stems.has(stemOfPower(name) ?? ''));
  return [
    ...lacking.map((name) =>
      issue(`${path}/${name}`, `${stemOfResult(name)}_power_metrics.csv beside it`),
    ),
    ...stray.map((name) => issue(`${path}/${name}`, `${stemOfPower(name)}.json beside it`)),
  ];
}

function issue(file: string, expected: string): Issue {
  return { source: { kind: 'file', file, line: 1, column: 1 }, path: '', expected, got: 'none' };
}

function oddities({ path, results, powers }: ModeFolder): readonly string[] {
  const numbers = results
    .map((name) => labelsOf(`tee_on/${name}`)?.repetition ?? null)
    .filter((number) => number !== null)
    .sort((a, b) => a - b);
  const [first = 0] = numbers;
  const last = numbers.at(-1) ?? first;
  const present = new Set(numbers);
  const missing: number[] = [];
  for (let number = first; number < last && missing.length < MAX_LISTED; number++) {
    if (!present.has(number)) missing.push(number);
  }
  return [
    powers.length === 0 ? `${path}: no power_metrics files, so energy is unknown` : '',
    missing.length > 0 ? `${path}: no repetition ${missing.join(', ')}` : '',
    present.size < numbers.length ? `${path}: a repetition occurs more than once` : '',
  ].filter((warning) => warning !== '');
}

const MAX_LISTED = 20;

function oneSided(folders: readonly ModeFolder[]): readonly string[] {
  const modes = new Map<string, Set<string>>();
  for (const { path, labels } of folders) {
    const condition = path.replace(/[/\\]?tee_(on|off)$/, '');
    modes.set(condition, (modes.get(condition) ?? new Set()).add(labels.teeMode));
  }
  return [...modes].flatMap(([condition, found]) => {
    if (found.size > 1) return [];
    const [has, lacks] = found.has('cc') ? ['tee_on', 'tee_off'] : ['tee_off', 'tee_on'];
    return [`${condition}: only ${has}, no ${lacks}: nothing to compare it with`];
  });
}
