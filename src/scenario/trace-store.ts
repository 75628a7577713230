import { readTrace, type TraceData, type TraceOptions } from '../workload/trace.js';
import type { FilePort, IncrementalHash } from './ports.js';

/** A trace and the hash of the bytes it was read from. */
export interface StoredTrace {
  readonly data: TraceData;
  readonly sha256: string;
}

/** Reads traces; scenarios that share a store read each file once. */
export class TraceStore {
  readonly #traces = new Map<string, Promise<StoredTrace>>();

  /** @throws UserError if the file cannot be read. */
  read(files: FilePort, options: TraceOptions): Promise<StoredTrace> {
    const key = JSON.stringify(options);
    let trace = this.#traces.get(key);
    if (trace === undefined) {
      trace = readHashed(files, options);
      this.#traces.set(key, trace);
    }
    return trace;
  }
}

async function readHashed(files: FilePort, options: TraceOptions): Promise<StoredTrace> {
  const hash = files.createSha256();
  const data = await readTrace(hashed(files.readBytes(options.file), hash), options);
  return { data, sha256: hash.hex() };
}

/** The same bytes, fed to a hash as they pass. */
async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: IncrementalHash,
): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
