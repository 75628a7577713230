import { type Issue, UserError } from '../../errors.js';
import { fileIssue } from '../../host/file-errors.js';
import { nodeFiles } from '../../host/node-files.js';
import { StagedFile } from '../../host/staged-file.js';
import { MOST_MODELS, TraceConverter } from '../../interop/traces/converter.js';
import type { TraceFormat, TraceReading } from '../../interop/traces/format.js';
import { TRACE_READERS } from '../../interop/traces/registry.js';
import { toJson } from '../../report/json.js';
import { didYouMean } from '../../suggest.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { interruptible } from '../interruptible.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { readTraceOptions, type TraceRequest } from './trace-options.js';
import { traceJson, traceLines } from './trace-text.js';

/** Turns a trace of others into the CSV that the simulator replays, and says what it holds. */
export const execute: Execute = (invocation, terminal) =>
  interruptible(terminal, async (check) => {
    const [name = '', file = ''] = invocation.args;
    const request = readRequest(invocation);
    const staged = new StagedFile(request.out);
    try {
      const converter = new TraceConverter(request.conversion, (text) => staged.write(text));
      const bytes = new WatchedBytes(nodeFiles().readBytes(file), check);
      const read = await formatOf(name).read({ file, bytes }, converter);
      const reading = { ...read, notes: [...read.notes, ...endNotes(bytes)] };
      const issues = [...reading.issues, ...contentIssues(file, request, reading, converter)];
      if (issues.length > 0) throw new UserError(issues);
      converter.finish();
      check();
      staged.commit();
      const imported = { format: name, file, reading, converter };
      terminal.out(
        invocation.json
          ? toJson(traceJson(imported))
          : `${traceLines(imported, request.conversion).join('\n')}\n`,
      );
      (invocation.json ? terminal.err : terminal.out)(`Wrote ${request.out}\n`);
      return EXIT.done;
    } finally {
      staged.discard();
    }
  });

function readRequest(invocation: Invocation): TraceRequest {
  const issues: Issue[] = [...invocation.issues];
  const request = readTraceOptions(invocation, issues);
  if (issues.length > 0) throw new UserError(issues);
  return request;
}

function formatOf(name: string): TraceFormat {
  const found = TRACE_READERS.find((format) => format.name === name);
  if (found === undefined) throw new UserError([optionIssue('FORMAT', 'a format of traces', name)]);
  return found;
}

/** What only the whole trace tells. */
function contentIssues(
  file: string,
  { conversion: { names } }: TraceRequest,
  { issues, dropped }: TraceReading,
  { read, written, models, namesModels, hasTooManyModels }: TraceConverter,
): readonly Issue[] {
  // Of a trace that is broken, nothing can be said.
  if (issues.length > 0) return [];
  if (hasTooManyModels) return [fileIssue(file, `at most ${MOST_MODELS} models`, 'more')];
  if (read === 0) {
    const [first] = dropped;
    return [fileIssue(file, 'at least one request', first ? `only ${first.why}` : 'none')];
  }
  if (written === 0) {
    return [optionIssue('--from, --to', 'a part of the trace with requests', 'one without')];
  }
  const known = [...models.keys()];
  return [...names.renamed.keys()]
    .filter((name) => !models.has(name))
    .map((name) => {
      const expected = namesModels
        ? `a model of the trace (${known.slice(0, 12).join(', ')})`
        : 'a model alone, as the trace names none';
      return optionIssue('--model', expected, name, didYouMean(name, known));
    });
}

const NEWLINE = 10;

/** A number that was cut in two is a number. */
function endNotes({ last }: WatchedBytes): readonly string[] {
  if (last === NEWLINE) return [];
  return ['the last line has no line end: if the file was cut off, its last number may be too'];
}

/** The bytes of a file, while they are read. */
class WatchedBytes implements AsyncIterable<Uint8Array> {
  /** The last byte so far. */
  last: number | undefined;
  readonly #bytes: AsyncIterable<Uint8Array>;
  readonly #check: () => void;

  constructor(bytes: AsyncIterable<Uint8Array>, check: () => void) {
    this.#bytes = bytes;
    this.#check = check;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for await (const chunk of this.#bytes) {
      this.#check();
      this.last = chunk.at(-1) ?? this.last;
      yield chunk;
    }
  }
}
