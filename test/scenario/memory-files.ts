import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { UserError } from '../../src/errors.js';
import type { FilePort, StrategyPort } from '../../src/scenario/ports.js';
import { findStrategy, strategyRegistry } from '../../src/serving/batch/strategies/registry.js';
import type { StrategyDefinition } from '../../src/serving/batch/strategies/strategy.js';

/** Files by path, in memory. The built-in profile is `profiles/small.yaml`. */
export function memoryFiles(contents: Readonly<Record<string, string>>): FilePort {
  const textOf = (path: string): string => {
    const text = Object.hasOwn(contents, path) ? contents[path] : undefined;
    if (text === undefined) {
      const source = { kind: 'file', file: path, line: 1, column: 1 } as const;
      throw new UserError([{ source, path: '', expected: 'a readable file', got: 'no such file' }]);
    }
    return text;
  };
  return {
    readText: async (path) => textOf(path),
    async *readBytes(path) {
      yield new TextEncoder().encode(textOf(path));
    },
    exists: async (path) => {
      if (Object.hasOwn(contents, path)) {
        return 'file';
      }
      return Object.keys(contents).some((file) => file.startsWith(`${path}/`))
        ? 'folder'
        : 'missing';
    },
    resolve: (fromFile, relative) => posix.join(posix.dirname(fromFile), relative),
    builtInProfile: (name) => (name === 'small' ? 'profiles/small.yaml' : undefined),
    builtInProfiles: () => ['small'],
    builtInPreset: (name) =>
      Object.hasOwn(contents, `profiles/tee/${name}.yaml`)
        ? `profiles/tee/${name}.yaml`
        : undefined,
    builtInPresets: () =>
      Object.keys(contents).flatMap((file) => /^profiles\/tee\/(.*)\.yaml$/.exec(file)?.[1] ?? []),
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    createSha256: () => {
      const hash = createHash('sha256');
      return {
        update: (bytes) => {
          hash.update(bytes);
        },
        hex: () => hash.digest('hex'),
      };
    },
  };
}

/** The built-in strategies, and modules given by path; other modules fail to load. */
export function memoryStrategies(
  modules: Readonly<Record<string, StrategyDefinition>> = {},
): StrategyPort {
  return {
    names: () => strategyRegistry.map(({ name }) => name),
    find: findStrategy,
    load: async (path) => {
      const definition = modules[path];
      if (definition === undefined) {
        const source = { kind: 'file', file: path, line: 2, column: 5 } as const;
        const expected = 'a module that can be imported';
        throw new UserError([{ source, path: '', expected, got: 'an error: boom' }]);
      }
      return { definition, sha256: 'a'.repeat(64) };
    },
  };
}
