import type { Issue } from '../../errors.js';
import { IssueList } from '../../workload/trace/issue-list.js';
import type { InputFile } from '../csv/read-table.js';
import { JsonScanner, type ScannedText } from './json-scanner.js';
import { faultOf, offsetOf } from './json-walk.js';
import { MAX_DEPTH, MAX_JSON_CHARACTERS } from './limits.js';
import { skipTree } from './skip-tree.js';
import type { Place, SourceDocument } from './source-document.js';
import { type DecodedText, Utf8Stream } from './utf8-stream.js';

/**
 * Reads a file of JSON, or of JSON documents one after the other (JSON Lines), each given to
 * `onDocument` before the next is read: memory is that of one document, without what is skipped.
 * A byte order mark and CRLF are read as what they are.
 *
 * @param skip paths of subtrees that are left out, read as null; `*` stands for any key.
 * @param onForeign is told what the file is where it is sound so far, but cannot hold results.
 * @returns what is wrong with the file: at most one issue, as nothing after it can be trusted.
 */
export async function readJson(
  { file, bytes }: InputFile,
  skip: readonly (readonly string[])[],
  onDocument: (document: SourceDocument) => void,
  onForeign?: (what: string) => void,
): Promise<Issue[]> {
  const reader = new JsonReader(file, new JsonScanner(skipTree(skip)), onDocument, onForeign);
  const decoder = new Utf8Stream();
  for await (const chunk of bytes) {
    if (!reader.accept(decoder.decode(chunk))) return reader.issues();
  }
  if (reader.accept(decoder.end())) reader.finish();
  return reader.issues();
}

class JsonReader {
  readonly #file: string;
  readonly #scanner: JsonScanner;
  readonly #onDocument: (document: SourceDocument) => void;
  readonly #onForeign: ((what: string) => void) | undefined;
  readonly #issues: IssueList;
  #count = 0;
  #stopped = false;

  constructor(
    file: string,
    scanner: JsonScanner,
    onDocument: (document: SourceDocument) => void,
    onForeign: ((what: string) => void) | undefined,
  ) {
    this.#file = file;
    this.#scanner = scanner;
    this.#onDocument = onDocument;
    this.#onForeign = onForeign;
    this.#issues = new IssueList(file);
  }

  issues(): Issue[] {
    return this.#issues.all();
  }

  /** Takes more text; false when there is no point in going on. */
  accept({ text, fault }: DecodedText): boolean {
    for (const scanned of this.#scanner.scan(text)) {
      this.#take(scanned);
      if (this.#stopped) return false;
    }
    if (this.#scanner.fault === 'too-long' && this.#isForeign()) return false;
    if (this.#scanner.fault !== null) {
      const isDeep = this.#scanner.fault === 'too-deep';
      const [expected, got] = isDeep
        ? [`at most ${MAX_DEPTH} levels of brackets`, 'deeper nesting']
        : [`a document of at most ${MAX_JSON_CHARACTERS} characters`, 'a longer one'];
      this.#stop(this.#scanner.place, expected, got);
    } else if (fault !== null) {
      this.#stop(this.#scanner.place, 'text in UTF-8', fault);
    }
    return !this.#stopped;
  }

  /** Lists of results are short; a longer one is data, such as prompts that lie beside results. */
  #isForeign(): boolean {
    if (this.#onForeign === undefined || this.#count > 0 || !this.#scanner.isList) return false;
    this.#stopped = true;
    this.#onForeign(`a list of more than ${MAX_JSON_CHARACTERS} characters`);
    return true;
  }

  finish(): void {
    const rest = this.#scanner.rest();
    if (rest !== null) this.#take(rest);
    else if (this.#count === 0) this.#stop({ line: 1, column: 1 }, 'JSON', 'an empty file');
  }

  #take(found: ScannedText): void {
    const sound = parsed(found.text);
    const text = sound === undefined ? withInfiniteRates(found.text) : found.text;
    const scanned = { ...found, text };
    const value = sound ?? parsed(text);
    if (value === undefined) {
      const { offset, expected, got } = faultOf(text);
      this.#stop(placeAt(scanned, offset), expected, got);
      return;
    }
    this.#onDocument({
      file: this.#file,
      item: this.#count++,
      value: value.json,
      placeOf: (path) => placeAt(scanned, offsetOf(text, path)),
    });
  }

  #stop({ line, column }: Place, expected: string, got: string): void {
    this.#stopped = true;
    this.#issues.add(line, column, () => ({ path: '', expected, got }));
  }
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * A rate that asks for everything at once, as Python writes it: SGLang's results, and whatever
 * dumps a float. A text cannot look like this, as its quotation marks are escaped.
 */
const INFINITE_RATE = /("(?:request_rate|rate_qps)"\s*:\s*)Infinity(?=\s*[,}])/g;
/** A number too large for a float64 is read as infinity. Of the same length: places stay. */
const INFINITE = '1e999'.padEnd('Infinity'.length);

/** Everywhere else a number without end is none: a statistic that has one is broken. */
function withInfiniteRates(text: string): string {
  return text.replace(INFINITE_RATE, (_, key: string) => key + INFINITE);
}

/** Where an offset of a text with gaps stood in the file. */
function placeAt({ text, pieces }: ScannedText, offset: number): Place {
  const piece = pieces.findLast(({ at }) => at <= offset) ?? { at: 0, line: 1, column: 1 };
  const before = text.slice(piece.at, offset);
  const lineEnds = before.split('\n').length - 1;
  if (lineEnds === 0) return { line: piece.line, column: piece.column + before.length };
  return { line: piece.line + lineEnds, column: before.length - before.lastIndexOf('\n') };
}
