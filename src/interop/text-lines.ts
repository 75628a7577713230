/** How a text ended. */
export interface TextEnd {
  readonly lines: number;
  /** False: the last line has no line end, as in a file that was cut off. */
  readonly isComplete: boolean;
  /** A line was longer than a text file's; reading stopped there. */
  readonly isTooLong: boolean;
  /** The first line with bytes that are no text, or zeros; null when there is none. */
  readonly brokenLine: number | null;
}

/** What a decoder puts in place of bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD';
/** What a hole in a file reads as, after a disk was full. */
const ZERO = '\u0000';

/** Without a limit a binary file would fill the memory. */
const MAX_LINE_CHARACTERS = 1_048_576;

/**
 * Gives the lines of a text in UTF-8, without their ends (LF or CRLF), to `onLine`, with their
 * numbers from 1. Memory is that of one piece and one line.
 * @param bytes errors of the iterable pass through.
 */
export async function forEachLine(
  bytes: AsyncIterable<Uint8Array>,
  onLine: (line: string, number: number) => void,
): Promise<TextEnd> {
  const splitter = new LineSplitter(onLine);
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of bytes) {
    splitter.accept(decoder.decode(chunk, { stream: true }));
    if (splitter.isTooLong) break;
  }
  splitter.accept(decoder.decode());
  return splitter.finish();
}

class LineSplitter {
  readonly #onLine: (line: string, number: number) => void;
  #rest = '';
  #count = 0;
  #brokenLine: number | null = null;

  constructor(onLine: (line: string, number: number) => void) {
    this.#onLine = onLine;
  }

  get isTooLong(): boolean {
    return this.#rest.length > MAX_LINE_CHARACTERS;
  }

  accept(piece: string): void {
    const text = this.#rest + piece;
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#give(text.slice(start, end));
      start = end + 1;
    }
    this.#rest = text.slice(start);
  }

  finish(): TextEnd {
    const isComplete = this.#rest === '';
    const { isTooLong } = this;
    if (!isComplete && !isTooLong) this.#give(this.#rest);
    return { lines: this.#count, isComplete, isTooLong, brokenLine: this.#brokenLine };
  }

  #give(line: string): void {
    this.#count++;
    if (line.includes(REPLACEMENT) || line.includes(ZERO)) this.#brokenLine ??= this.#count;
    this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line, this.#count);
  }
}
