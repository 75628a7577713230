import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, readdirSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { UserError } from '../errors.js';
import type { FilePort, IncrementalHash } from '../scenario/ports.js';
import { describeFileError, fileError } from './file-errors.js';
import { packageInfo } from './package-root.js';

/** Scenarios and profiles are written by hand; anything longer is another kind of file. */
const LONGEST_TEXT_BYTES = 16 * 1024 * 1024;
/** How long a pipe may have no writer. */
const PIPE_PATIENCE_SECONDS = 3;
const YAML_SUFFIX = '.yaml';

/**
 * Files on this machine's disk, and its pipes.
 * @param pipePatienceSeconds how long a pipe may have no writer before it is refused.
 */
export function nodeFiles(pipePatienceSeconds = PIPE_PATIENCE_SECONDS): FilePort {
  const profiles = shipped(join(packageInfo().root, 'profiles'));
  const presets = shipped(join(packageInfo().root, 'profiles', 'tee'));
  return {
    readText: (path) => readText(path, pipePatienceSeconds),
    readBytes: (path) => readBytes(path, pipePatienceSeconds),
    exists,
    // Names in results must not depend on where the folder lies in which a command is given.
    resolve: (fromFile, path) => (isAbsolute(path) ? path : join(dirname(fromFile), path)),
    builtInProfile: profiles.pathOf,
    builtInProfiles: profiles.names,
    builtInPreset: presets.pathOf,
    builtInPresets: presets.names,
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

/** The YAML files of a folder of the package, by name without suffix. */
function shipped(folder: string): {
  readonly names: () => readonly string[];
  readonly pathOf: (name: string) => string | undefined;
} {
  const names = (): readonly string[] =>
    readdirSync(folder)
      .filter((file) => file.endsWith(YAML_SUFFIX))
      .map((file) => file.slice(0, -YAML_SUFFIX.length))
      .sort();
  const pathOf = (name: string): string | undefined =>
    names().includes(name) ? join(folder, name + YAML_SUFFIX) : undefined;
  return { names, pathOf };
}

async function exists(path: string): Promise<'file' | 'folder' | 'missing'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'missing';
  }
}

/** @throws UserError if the file cannot be read, is not UTF-8, or is absurdly long. */
async function readText(path: string, patience: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of readBytes(path, patience)) {
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
async function* readBytes(path: string, patience: number): AsyncIterable<Uint8Array> {
  try {
    yield* pieces(path, patience);
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

async function* pieces(path: string, patience: number): AsyncIterable<Uint8Array> {
  const file = (await openFile(path, patience)).createReadStream();
  try {
    yield* path.endsWith('.gz') ? unzipped(file) : (file as AsyncIterable<Uint8Array>);
  } finally {
    // Corrupt data, or a reader that has seen enough, ends this before the file does.
    file.destroy();
  }
}

function unzipped(file: Readable): AsyncIterable<Uint8Array> {
  const unzip = createGunzip();
  // `pipe` does not pass errors on; without this one, reading would wait forever.
  file.on('error', (error) => unzip.destroy(error));
  return file.pipe(unzip);
}

/** Opens a file to be read. Of a pipe, it waits for the writer: a moment, not forever. */
async function openFile(path: string, patience: number): Promise<FileHandle> {
  if (!(await isPipe(path))) return open(path);
  const opening = open(path);
  const waiting = new AbortController();
  const { signal } = waiting;
  const late = setTimeout(patience * 1000, null, { signal }).catch(() => null);
  const opened = await Promise.race([opening, late]);
  waiting.abort();
  if (opened !== null) return opened;
  // An open that waits for a writer keeps the process from ending: be the writer.
  closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  await (await opening).close();
  const got = `a pipe that nothing writes into for ${patience} s`;
  throw fileError(path, 'a readable file', got);
}

/** Whether a path leads to a pipe; false when it leads nowhere. */
export async function isPipe(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFIFO();
  } catch {
    return false;
  }
}
