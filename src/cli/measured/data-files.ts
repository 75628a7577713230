import { join } from 'node:path';
import { type Issue, UserError } from '../../errors.js';
import { dataFileNames } from '../../host/data-folder.js';
import { nodeFiles } from '../../host/node-files.js';
import type { InputFile as Table } from '../../interop/csv/read-table.js';
import type { InputFile } from '../scenario-loader.js';

/**
 * The files of a folder of measurements. Each is hashed while it is read. One that cannot be read
 * to its end is noted, so that the others are read too and all problems come at once.
 */
export class DataFiles {
  /** Files in the folder, in order; those of subfolders with the subfolder's name in front. */
  readonly names: readonly string[];
  readonly folder: string;
  readonly #check: () => void;
  readonly #port = nodeFiles();
  readonly #aliases = new Map<string, string>();
  readonly #unreadable = new Map<string, readonly Issue[]>();
  readonly #inputs: InputFile[] = [];

  /**
   * @param content what the folder should hold, for messages.
   * @param check called now and then while files are read; what it throws ends the reading.
   * @throws UserError if there is no such folder.
   */
  constructor(folder: string, subfolders: readonly string[], content: string, check: () => void) {
    this.folder = folder;
    this.names = dataFileNames(folder, subfolders, content);
    this.#check = check;
  }

  /** What was read to its end, with hashes of the decompressed bytes. */
  get inputs(): readonly InputFile[] {
    return this.#inputs;
  }

  table(name: string): Table {
    return { file: name, bytes: this.read(name) };
  }

  /**
   * The bytes of a file, decompressed; they end where they cannot be read.
   * @param alias what issues of whoever reads them call it.
   */
  read(name: string, alias = name): AsyncIterable<Uint8Array> {
    this.#aliases.set(alias, name);
    return this.#bytes(name);
  }

  async *#bytes(name: string): AsyncIterable<Uint8Array> {
    const path = join(this.folder, name);
    const hash = this.#port.createSha256();
    try {
      for await (const chunk of this.#port.readBytes(path)) {
        this.#check();
        hash.update(chunk);
        yield chunk;
      }
      this.#inputs.push({ what: 'measurements', name: path, sha256: hash.hex() });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#unreadable.set(name, error.issues);
    }
  }

  /**
   * What came of reading, if every file was sound.
   * @throws UserError with every problem; of a file that could not be read to its end, only that.
   */
  async sound<Result>(reading: Promise<Result>): Promise<Result> {
    const outcome = await reading.catch((error: unknown) => {
      if (error instanceof UserError) return error;
      throw error;
    });
    const issues = outcome instanceof UserError ? this.#located(outcome.issues) : [];
    issues.push(...[...this.#unreadable].flatMap(([name, found]) => this.#inOrder(name, found)));
    if (issues.length > 0) {
      throw new UserError(issues.sort((a, b) => a.order - b.order).map(({ issue }) => issue));
    }
    // Without issues the outcome is no error.
    return outcome as Result;
  }

  /** Issues of files that could be read, with the files' paths. */
  #located(issues: readonly Issue[]) {
    return issues.flatMap((issue) => {
      const { source } = issue;
      const name = source.kind === 'file' ? this.#aliases.get(source.file) : undefined;
      if (source.kind !== 'file' || name === undefined) return this.#inOrder('', [issue]);
      if (this.#unreadable.has(name)) return [];
      const file = join(this.folder, name);
      return this.#inOrder(name, [{ ...issue, source: { ...source, file } }]);
    });
  }

  #inOrder(name: string, issues: readonly Issue[]) {
    return issues.map((issue) => ({ order: this.names.indexOf(name), issue }));
  }
}
