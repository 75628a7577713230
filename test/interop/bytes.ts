import { UserError } from '../../src/errors.js';
import type { InputFile } from '../../src/interop/csv/read-table.js';
import type { LogFile } from '../../src/interop/sincere/import-logs.js';

/** A text as bytes, in pieces that cut lines and characters anywhere. */
export async function* bytesOf(text: string, pieceBytes = 7): AsyncIterable<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

export function inputFile(file: string, text: string, pieceBytes?: number): InputFile {
  return { file, bytes: bytesOf(text, pieceBytes) };
}

export async function* logFiles(files: Readonly<Record<string, string>>): AsyncIterable<LogFile> {
  for (const [name, text] of Object.entries(files)) yield { name, bytes: bytesOf(text, 1000) };
}

/** The lines of the error with which a promise fails. */
export async function problemsOf(promise: Promise<unknown>): Promise<readonly string[]> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`a UserError was expected, not ${error}`);
  return error.message.split('\n');
}
