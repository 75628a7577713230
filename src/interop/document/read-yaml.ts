import { type Document, isNode, LineCounter } from 'yaml';
import type { Issue } from '../../errors.js';
import { IssueList } from '../../workload/trace/issue-list.js';
import type { InputFile } from '../csv/read-table.js';
import { composeYaml } from './compose-yaml.js';
import { MAX_YAML_CHARACTERS } from './limits.js';
import type { Path, Place, SourceDocument } from './source-document.js';
import { Utf8Stream } from './utf8-stream.js';

/**
 * Reads a file of YAML 1.2. One of several documents (a manifest of Kubernetes) is passed over: no
 * results of a benchmark look like that.
 * @returns what is wrong with the file; then `onDocument` was not called.
 */
export async function readYaml(
  { file, bytes }: InputFile,
  onDocument: (document: SourceDocument) => void,
): Promise<Issue[]> {
  const issues = new IssueList(file);
  const text = await textOf(bytes, issues);
  if (text === null) return issues.all();
  const lines = new LineCounter();
  const found = composeYaml(text, lines);
  if (found.kind === 'faulty') {
    for (const { offset, expected, got } of found.faults) {
      const { line, col } = lines.linePos(offset);
      issues.add(line, col, () => ({ path: '', expected, got }));
    }
  } else if (found.kind === 'document') {
    const { document, value } = found;
    onDocument({ file, item: 0, value, placeOf: (path) => placeOf(document, lines, path) });
  }
  return issues.all();
}

/** The text; null, with an issue, when it is none or too long. */
async function textOf(bytes: AsyncIterable<Uint8Array>, issues: IssueList): Promise<string | null> {
  const decoder = new Utf8Stream();
  let text = '';
  const isSound = (part: ReturnType<Utf8Stream['decode']>): boolean => {
    text += part.text;
    if (part.fault !== null) {
      const lines = text.split('\n');
      refuse(lines.length, (lines.at(-1)?.length ?? 0) + 1, 'text in UTF-8', part.fault);
    } else if (text.length > MAX_YAML_CHARACTERS) {
      refuse(1, 1, `at most ${MAX_YAML_CHARACTERS} characters of YAML`, 'a longer file');
    } else return true;
    return false;
  };
  const refuse = (line: number, column: number, expected: string, got: string): void =>
    issues.add(line, column, () => ({ path: '', expected, got }));
  for await (const chunk of bytes) if (!isSound(decoder.decode(chunk))) return null;
  return isSound(decoder.end()) ? text : null;
}

function placeOf(document: Document, lines: LineCounter, path: Path): Place {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (!isNode(node) || node.range == null) continue;
    const { line, col } = lines.linePos(node.range[0]);
    return { line, column: col };
  }
  return { line: 1, column: 1 };
}
