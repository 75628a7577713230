import { join } from 'node:path';
import { nodeFiles } from '../../host/node-files.js';
import type { InputFile as NamedBytes } from '../../interop/csv/read-table.js';
import type { RunFolder } from '../../interop/sealsim-run/read.js';
import type { InputFile } from '../scenario-loader.js';

/** The files of a run's folder, and the hashes of what was read of them. */
export class RunFiles implements RunFolder {
  readonly folder: string;
  readonly inputs: InputFile[] = [];
  readonly #check: () => void;
  readonly #port = nodeFiles();

  /** @param check called now and then; what it throws ends the reading. */
  constructor(folder: string, check: () => void) {
    this.folder = folder;
    this.#check = check;
  }

  get manifest(): NamedBytes {
    return this.#file('manifest.json');
  }

  get requests(): NamedBytes {
    return this.#file('requests.csv');
  }

  #file(name: string): NamedBytes {
    const file = join(this.folder, name);
    return { file, bytes: this.#hashed(file) };
  }

  async *#hashed(file: string): AsyncIterable<Uint8Array> {
    const hash = this.#port.createSha256();
    for await (const chunk of this.#port.readBytes(file)) {
      this.#check();
      hash.update(chunk);
      yield chunk;
    }
    this.inputs.push({ what: 'run', name: file, sha256: hash.hex() });
  }
}
