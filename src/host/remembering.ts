import type { FilePort, LoadedStrategy, StrategyPort } from '../scenario/ports.js';

/** What was made before for the same key, failures included; otherwise what `make` makes. */
class Memory<Value> {
  readonly #made = new Map<string, { readonly value: Value }>();

  recall(key: string, make: () => Value): Value {
    let made = this.#made.get(key);
    if (made === undefined) {
      made = { value: make() };
      this.#made.set(key, made);
    }
    return made.value;
  }
}

/**
 * `files`, each text read once: a pipe can be read no second time, and what is hashed must be what
 * was simulated, whatever happens to the file meanwhile. Traces are not kept: they may be large.
 */
export function rememberingFiles(files: FilePort): FilePort {
  const texts = new Memory<Promise<string>>();
  const kinds = new Memory<Promise<'file' | 'folder' | 'missing'>>();
  const profiles = new Memory<string | undefined>();
  const profileNames = new Memory<readonly string[]>();
  const presets = new Memory<string | undefined>();
  const presetNames = new Memory<readonly string[]>();
  return {
    ...files,
    readText: (path) => texts.recall(path, () => files.readText(path)),
    exists: (path) => kinds.recall(path, () => files.exists(path)),
    builtInProfile: (name) => profiles.recall(name, () => files.builtInProfile(name)),
    builtInProfiles: () => profileNames.recall('', () => files.builtInProfiles()),
    builtInPreset: (name) => presets.recall(name, () => files.builtInPreset(name)),
    builtInPresets: () => presetNames.recall('', () => files.builtInPresets()),
  };
}

/** `strategies`, each module loaded once: one that hangs costs its time limit once. */
export function rememberingStrategies(strategies: StrategyPort): StrategyPort {
  const modules = new Memory<Promise<LoadedStrategy>>();
  return {
    ...strategies,
    load: (path) => modules.recall(path, () => strategies.load(path)),
  };
}
