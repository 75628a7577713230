import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** 64 bits: that damage goes unnoticed is one in 10¹⁹. */
const CHECKSUM_DIGITS = 16;
const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/**
 * The first 16 hexadecimal digits of the SHA-256 of a sweep's identity and some content: what
 * belongs to another sweep is no more believed than what is damaged.
 */
export function checksum(identity: string, content: string | Uint8Array): string {
  const hash = createHash('sha256').update(identity).update('\n').update(content);
  return hash.digest('hex').slice(0, CHECKSUM_DIGITS);
}

/** A line of a journal: checksum, space, text, newline. */
export function lineOf(identity: string, text: string): string {
  return `${checksum(identity, text)} ${text}\n`;
}

/** The text in a line; undefined if the line is not whole. @param line without its newline. */
export function textOf(identity: string, line: Uint8Array): string | undefined {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const sum = bytes.toString('latin1', 0, CHECKSUM_DIGITS + 1);
  const content = bytes.subarray(CHECKSUM_DIGITS + 1);
  return sum === `${checksum(identity, content)} ` ? content.toString('utf8') : undefined;
}

/** The checksum that a whole line begins with. */
export function checksumOf(line: Uint8Array): string {
  return Buffer.from(line.buffer, line.byteOffset, CHECKSUM_DIGITS).toString('latin1');
}

/** Where a line lies in its file, its newline left out. */
export interface LinePlace {
  readonly file: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly length: number;
}

export interface FoundLine {
  readonly place: LinePlace;
  readonly bytes: Uint8Array;
  /** Whether a newline ends it: the last one may have been cut off while it was written. */
  readonly ended: boolean;
}

/** The lines of a file, a piece of it in memory at a time. @throws Error as node's file errors. */
export function* readLines(file: string): Generator<FoundLine> {
  const descriptor = openSync(file, 'r');
  try {
    let rest: Uint8Array = new Uint8Array();
    let offset = 0;
    for (;;) {
      // A new one each time: lines point into it.
      const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
      const read = readSync(descriptor, chunk);
      if (read === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        const place = { file, offset: offset + start, length: end - start };
        yield { place, bytes: bytes.subarray(start, end), ended: true };
        start = end + 1;
      }
      rest = bytes.subarray(start);
      offset += start;
    }
    const place = { file, offset, length: rest.length };
    if (rest.length > 0) yield { place, bytes: rest, ended: false };
  } finally {
    closeSync(descriptor);
  }
}

/** The line at a place. @throws Error as node's file errors. */
export function readLine({ file, offset, length }: LinePlace): Uint8Array {
  const bytes = Buffer.alloc(length);
  const descriptor = openSync(file, 'r');
  try {
    for (let read = 0; read < length; ) {
      const more = readSync(descriptor, bytes, read, length - read, offset + read);
      // A file that has become shorter: what is missing stays 0 and fails the checksum.
      if (more === 0) break;
      read += more;
    }
  } finally {
    closeSync(descriptor);
  }
  return bytes;
}
