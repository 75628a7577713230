import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UserError } from '../errors.js';
import type { FilePort, IncrementalHash } from '../scenario/ports.js';
import { describeFileError, fileError } from './file-errors.js';
import { packageInfo } from './package-root.js';

/** Scenarios and profiles are written by hand; anything longer is another kind of file. */
const LONGEST_TEXT_BYTES = 16 * 1024 * 1024;
const PROFILE_SUFFIX = '.yaml';

/** Files on this machine's disk. */
export function nodeFiles(): FilePort {
  const profileFolder = join(packageInfo().root, 'profiles');
  return {
    readText,
    readBytes,
    exists,
    resolve: (fromFile, relative) => resolve(dirname(fromFile), relative),
    builtInProfile: (name) =>
      profileNames(profileFolder).includes(name)
        ? join(profileFolder, name + PROFILE_SUFFIX)
        : undefined,
    builtInProfiles: () => profileNames(profileFolder),
    sha256,
    createSha256,
  };
}

/** SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function createSha256(): IncrementalHash {
  const hash = createHash('sha256');
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    hex: () => hash.digest('hex'),
  };
}

function profileNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(PROFILE_SUFFIX))
    .map((file) => file.slice(0, -PROFILE_SUFFIX.length))
    .sort();
}

async function exists(path: string): Promise<'file' | 'folder' | 'missing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'missing';
  }
}

/** @throws UserError if the file cannot be read, is not UTF-8, or is absurdly long. */
async function readText(path: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of readBytes(path)) {
    length += part.byteLength;
    if (length > LONGEST_TEXT_BYTES) {
      throw fileError(path, `at most ${LONGEST_TEXT_BYTES} bytes`, 'a longer file');
    }
    parts.push(part);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw fileError(path, 'UTF-8 text', 'bytes that are not UTF-8');
  }
}

/**
 * The bytes of a file, a piece at a time; those of a `.gz` file decompressed.
 * @throws UserError if the file cannot be read or its compressed data is corrupt.
 */
async function* readBytes(path: string): AsyncIterable<Uint8Array> {
  try {
    yield* pieces(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const compressed = error instanceof Error && 'code' in error && isZlibCode(error.code);
    throw compressed
      ? fileError(path, 'gzip data', `corrupt data (${error.message})`)
      : fileError(path, 'a readable file', describeFileError(error));
  }
}

function isZlibCode(code: unknown): boolean {
  return typeof code === 'string' && code.startsWith('Z_');
}

async function* pieces(path: string): AsyncIterable<Uint8Array> {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) {
    yield* file as AsyncIterable<Uint8Array>;
    return;
  }
  const unzip = createGunzip();
  // `pipe` does not pass errors on; without this one, reading would wait forever.
  file.on('error', (error) => unzip.destroy(error));
  yield* file.pipe(unzip) as Readable & AsyncIterable<Uint8Array>;
}
