import { IssueList } from '../../workload/trace/issue-list.js';
import type { InputFile } from '../csv/read-table.js';
import { Fields } from '../document/fields.js';
import { forEachLine, type TextEnd } from '../text-lines.js';
import { decimalDifference } from './decimal-difference.js';
import type { TraceFormat, TraceReading, TraceSink } from './format.js';
import { lineDocument } from './line-document.js';
import { PrefixReuse } from './prefix-reuse.js';
import { ORDER, RowFeed } from './row-feed.js';
import { TOKENS } from './token-rule.js';

const TIME = 'timestamp';
const BLOCKS = 'hash_ids';
const MILLISECONDS = { what: 'milliseconds', least: 0 } as const;
const BLOCK_NUMBERS = { what: 'numbers of blocks', least: 0, integer: true } as const;
const PER_SECOND = 1000;

/**
 * Mooncake's traces (github.com/kvcache-ai/Mooncake, Apache-2.0; FAST '25): JSON Lines, a request a
 * line, times in ms, prompts as numbers of blocks of 512 tokens. No models.
 */
export const mooncake: TraceFormat = { name: 'mooncake', read };

async function read({ file, bytes }: InputFile, sink: TraceSink): Promise<TraceReading> {
  const issues = new IssueList(file);
  const reader = new MooncakeLines(file, sink, issues);
  const end = await forEachLine(bytes, (line, number) => {
    if (line.trim() !== '') reader.take(line, number);
  });
  const unreadable = unreadableText(file, end);
  const prefixReuse = reader.reuse.share;
  return {
    // Of bytes that are no text, the lines make no sense either.
    issues: unreadable.length > 0 ? unreadable : issues.all(),
    dropped: [],
    notes: prefixReuse === null ? [] : [reuseNote(prefixReuse)],
    prefixReuse,
  };
}

function reuseNote(share: number): string {
  const percent = (share * 100).toFixed(1);
  return `prefix reuse is not taken over, as a batch serves every prompt in full; a cache of infinite size would have held ${percent} % of the 512-token blocks`;
}

function unreadableText(file: string, { brokenLine, isTooLong, lines }: TextEnd) {
  const issues = new IssueList(file);
  const add = (line: number, expected: string, got: string): void =>
    issues.add(line, 1, () => ({ path: '', expected, got }));
  if (brokenLine !== null) add(brokenLine, 'text in UTF-8', 'bytes that are not');
  if (isTooLong) add(lines + 1, 'a request a line', 'a line longer than any request');
  return issues.all();
}

class MooncakeLines {
  readonly reuse = new PrefixReuse();
  readonly #file: string;
  readonly #issues: IssueList;
  readonly #feed: RowFeed;
  #first: number | null = null;

  constructor(file: string, sink: TraceSink, issues: IssueList) {
    this.#file = file;
    this.#issues = issues;
    this.#feed = new RowFeed(sink, { model: false, inputTokens: true, outputTokens: true });
  }

  take(line: string, number: number): void {
    const document = lineDocument(this.#file, line, number, this.#issues);
    const fields = document && Fields.of(document, this.#issues);
    if (fields === null) return;
    const milliseconds = fields.requiredNumber(TIME, MILLISECONDS);
    const input = fields.requiredNumber('input_length', TOKENS);
    const output = fields.requiredNumber('output_length', TOKENS);
    this.reuse.add(fields.numbers(BLOCKS, BLOCK_NUMBERS) ?? []);
    if (milliseconds === null) return;
    this.#first ??= milliseconds;
    if (!this.#feed.isInOrder(milliseconds)) {
      fields.reject(TIME, ORDER.expected, ORDER.hint);
      return;
    }
    if (input === null || output === null) return;
    const seconds = decimalDifference(milliseconds, this.#first) / PER_SECOND;
    this.#feed.give(seconds, null, input, output);
  }
}
