import type { StrategyDefinition } from '../serving/batch/strategies/strategy.js';

/**
 * How the scenario room reads files, so that it needs no file system of its own. Failures the
 * user can mend (no permission, corrupt gzip) are thrown as `UserError`.
 */
export interface FilePort {
  /** The whole text of a file, decoded as UTF-8. */
  readText(path: string): Promise<string>;
  /** The bytes of a file, in chunks; a name that ends in `.gz` is decompressed on the way. */
  readBytes(path: string): AsyncIterable<Uint8Array>;
  exists(path: string): Promise<'file' | 'folder' | 'missing'>;
  /**
   * `path` as seen from the folder that holds the file `fromFile`, relative if both are: results
   * name files so. Absolute paths are kept.
   */
  resolve(fromFile: string, path: string): string;
  /** Where the built-in profile of this name lies; undefined when there is none. */
  builtInProfile(name: string): string | undefined;
  /** Names of the built-in profiles, sorted. */
  builtInProfiles(): readonly string[];
  /** Where the built-in TEE preset of this name lies; undefined when there is none. */
  builtInPreset(name: string): string | undefined;
  /** Names of the built-in TEE presets, sorted. */
  builtInPresets(): readonly string[];
  /** SHA-256 of a text's UTF-8 bytes, in hexadecimal. */
  sha256(text: string): string;
  /** A SHA-256 that is fed piece by piece, for files too large to hold. */
  createSha256(): IncrementalHash;
}

/** A hash under way. */
export interface IncrementalHash {
  update(bytes: Uint8Array): void;
  /** The digest in hexadecimal; call once, at the end. */
  hex(): string;
}

/** The strategies a scenario can name, and how a user's own is loaded. */
export interface StrategyPort {
  /** Canonical names of the built-in strategies. */
  names(): readonly string[];
  /** A built-in strategy, by its name or a paper's spelling; undefined if there is none. */
  find(name: string): StrategyDefinition | undefined;
  /**
   * Imports a user's strategy module.
   * @param path of the module
   * @throws UserError when it cannot be loaded or does not export a strategy
   */
  load(path: string): Promise<LoadedStrategy>;
}

/** A user's strategy and the hash of its text. */
export interface LoadedStrategy {
  readonly definition: StrategyDefinition;
  readonly sha256: string;
}
