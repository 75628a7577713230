import { writeSync } from 'node:fs';

/** Writes a text, all of it: `writeSync` may write less than it is given. Returns the bytes. */
export function writeAll(file: number, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
  return written;
}
