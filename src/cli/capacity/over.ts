import type { Issue } from '../../errors.js';
import { FIXED_PATHS } from '../../experiment/grid.js';
import { nodeFiles } from '../../host/node-files.js';
import { Problems } from '../../scenario/issues/problems.js';
import { describeTree } from '../../scenario/issues/values.js';
import { canonicalPath } from '../../scenario/text/canonical-setting.js';
import { readExisting } from '../../scenario/text/read-existing.js';
import { readYamlFile } from '../../scenario/text/read-yaml.js';
import { nextKey, parseAssignment, parsePath, type SetStep } from '../../scenario/text/set-path.js';
import { applySets } from '../../scenario/text/sets.js';
import { child, type Tree } from '../../scenario/text/tree.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { collecting } from '../scenario-loader.js';
import { ANY_NUMBER, numberOf, readNumber } from './numbers.js';

/** What `--over`, `--from` and `--to` say. */
export interface Over {
  /** As it was written. */
  readonly path: string;
  /** Undefined where the scenario's own value has to tell. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** Undefined, with an issue, when it is not said what is varied. */
export function readOver(invocation: Invocation, issues: Issue[]): Over | undefined {
  const from = readNumber(invocation, '--from', ANY_NUMBER, issues);
  const to = readNumber(invocation, '--to', ANY_NUMBER, issues);
  const text = invocation.value('--over');
  if (text === undefined) {
    issues.push(optionIssue('--over', 'the path of a number, e.g. arrivals.rate', 'none'));
    return undefined;
  }
  const range = parseAssignment(text);
  const path = (range?.path ?? text).trim();
  const canonical = canonicalPath(path);
  const ends = range === undefined ? undefined : endsOf(range.value);
  if (canonical === undefined || (range !== undefined && ends === undefined)) {
    issues.push(optionIssue('--over', 'path or path=lo..hi', JSON.stringify(text)));
    return undefined;
  }
  if (FIXED_PATHS.includes(canonical)) {
    const got = `${path}, which is the same in all of them`;
    const hint = `use --${canonical}`;
    issues.push(optionIssue('--over', 'a path in which runs can differ', got, hint));
    return undefined;
  }
  if (ends === undefined) return { path, from, to };
  for (const flag of ['--from', '--to']) {
    if (!invocation.has(flag)) continue;
    issues.push(optionIssue(flag, 'no end where --over has a range', invocation.value(flag) ?? ''));
  }
  return { path, from: ends[0], to: ends[1] };
}

function endsOf(text: string): readonly [number, number] | undefined {
  const [low, high, ...more] = text.split('..').map(numberOf);
  return low === undefined || high === undefined || more.length > 0 ? undefined : [low, high];
}

/**
 * The number that the scenario has at a path, `--set` applied. Undefined where there is none; what
 * stands there instead is an issue.
 */
export async function scenarioValue(
  invocation: Invocation,
  path: string,
  issues: Issue[],
): Promise<number | undefined> {
  const [file = ''] = invocation.args;
  // A file that cannot be read is reported by who loads the scenario.
  const text = await collecting([], readExisting(file, 'a scenario file', nodeFiles()));
  if (text === undefined) return undefined;
  const ignored = new Problems();
  const { root } = readYamlFile(text, file, ignored);
  const value = treeAt(
    applySets(root, invocation.all('--set'), [], ignored).root,
    parsePath(path) ?? [],
  );
  if (value === undefined || value.kind === 'broken') return undefined;
  if (value.kind === 'scalar' && value.value === null) return undefined;
  if (value.kind === 'scalar' && typeof value.value === 'number') return value.value;
  issues.push(optionIssue('--over', 'the path of a number', `${path}, ${describeTree(value)}`));
  return undefined;
}

function treeAt(tree: Tree | undefined, steps: readonly SetStep[]): Tree | undefined {
  if (steps.length === 0 || tree === undefined) return tree;
  if (tree.kind === 'list') return treeAt(child(tree, steps[0]?.text ?? ''), steps.slice(1));
  const { key, used } = nextKey(steps, tree, []);
  return treeAt(child(tree, key), steps.slice(used));
}
