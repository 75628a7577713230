import { type Document, isMap, isPair, isScalar, LineCounter, type YAMLMap } from 'yaml';
import type { IssueSource } from '../../errors.js';
import type { Problems } from '../issues/problems.js';
import { composeYaml, type TextProblem } from './compose-yaml.js';
import type { MappingTree, Path, Tree } from './tree.js';
import { type Locate, TreeBuilder } from './tree-builder.js';

/** A YAML text, read. */
export interface TextDocument {
  readonly root: Tree;
  /** Top-level keys that a syntax error touches: what stands there is not what was meant. */
  readonly unreadable: ReadonlySet<string>;
  /** False after a syntax error, when a key that seems missing may only have been swallowed. */
  readonly complete: boolean;
}

/** Reads a YAML file's text. Problems carry `file`, line and column. */
export function readYamlFile(text: string, file: string, problems: Problems): TextDocument {
  const lines = new LineCounter();
  const locate: Locate = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { kind: 'file', file, line, column: col };
  };
  const place: Placing = { lines, locate, path: [] };
  return readYaml(text.startsWith('\uFEFF') ? text.slice(1) : text, place, problems);
}

/**
 * Reads the YAML text that an option gives for `path`. Problems carry the option and the path.
 *
 * @returns the value; broken when the text is no YAML
 */
export function readYamlOption(
  text: string,
  source: IssueSource,
  path: Path,
  problems: Problems,
): Tree {
  const place: Placing = { lines: new LineCounter(), locate: () => source, path };
  const { root, complete } = readYaml(text, place, problems);
  return complete ? root : { kind: 'broken', place: source };
}

/** Where a text's problems are placed. */
interface Placing {
  readonly lines: LineCounter;
  readonly locate: Locate;
  /** The path of the text's root. */
  readonly path: Path;
}

function readYaml(text: string, placing: Placing, problems: Problems): TextDocument {
  const { lines, locate, path } = placing;
  const { document, problems: found } = composeYaml(text, lines);
  for (const { offset, ...problem } of found) {
    problems.add({ place: locate(offset), path, ...problem });
  }
  if (document === null) {
    const place = locate(found[0]?.offset ?? 0);
    return { root: { kind: 'broken', place }, unreadable: new Set(), complete: false };
  }
  checkVersion(document, placing, problems);
  const root = new TreeBuilder(locate, problems).build(document.contents, path);
  return found.length === 0
    ? { root, unreadable: new Set(), complete: true }
    : withoutDamage(document, found, root, lines);
}

/** YAML 1.1 reads `no`, `012` and `12:30` in another way; a file may not switch to it. */
function checkVersion(document: Document, { locate, path }: Placing, problems: Problems): void {
  const { explicit, version } = document.directives?.yaml ?? {};
  if (explicit === true && version !== '1.2') {
    const got = `a %YAML ${version} directive`;
    problems.add({ place: locate(0), path, expected: 'YAML 1.2', got });
  }
}

/**
 * Takes the top-level keys out of `root` that a syntax error touches, so that the others can still
 * be checked without a flood of consequential problems.
 */
function withoutDamage(
  document: Document,
  damage: readonly TextProblem[],
  root: Tree,
  lines: LineCounter,
): TextDocument {
  if (root.kind !== 'mapping' || !isMap(document.contents)) {
    return { root: { kind: 'broken', place: root.place }, unreadable: new Set(), complete: false };
  }
  const starts = keyStarts(document.contents);
  const unreadable = new Set<string>();
  for (const { offset: position } of damage) {
    const inside = starts.findLast(({ offset }) => offset <= position);
    const { line } = lines.linePos(position);
    const beside = starts.filter(({ offset }) => lines.linePos(offset).line === line);
    for (const { key } of inside === undefined ? beside : [inside, ...beside]) {
      unreadable.add(key);
    }
  }
  const entries = [...root.entries].filter(([key]) => !unreadable.has(key));
  const rest: MappingTree = { ...root, entries: new Map(entries) };
  return { root: rest, unreadable, complete: false };
}

function keyStarts(map: YAMLMap): { key: string; offset: number }[] {
  return map.items.flatMap((pair) => {
    const key = isPair(pair) ? pair.key : undefined;
    return isScalar(key) && key.range ? [{ key: String(key.value), offset: key.range[0] }] : [];
  });
}
