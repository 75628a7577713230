import { writeSync } from 'node:fs';

/** Writes a text or bytes, all: `writeSync` may write less than it is given. Returns the bytes. */
export function writeAll(file: number, content: string | Uint8Array): number {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
  return written;
}
