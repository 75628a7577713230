import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Issue } from '../errors.js';
import { UserError } from '../errors.js';
import type { LoadedStrategy, StrategyPort } from '../scenario/ports.js';
import { findStrategy, strategyRegistry } from '../serving/batch/strategies/registry.js';
import type { StrategyDefinition } from '../serving/batch/strategies/strategy.js';
import { fileError } from './file-errors.js';
import { probeModule } from './module-probe.js';
import { isPipe, nodeFiles } from './node-files.js';

/** A module that takes longer than this to import is taken to hang. */
const IMPORT_LIMIT_SECONDS = 5;
const SUFFIXES = ['.js', '.mjs'];
const PROPERTIES = ['name', 'summary', 'uses', 'create'];

/**
 * The built-in strategies, and a user's own loaded from files.
 * @param importSeconds a module that takes longer to import is taken to hang.
 */
export function nodeStrategies(importSeconds = IMPORT_LIMIT_SECONDS): StrategyPort {
  return {
    names: () => strategyRegistry.map(({ name }) => name),
    find: findStrategy,
    load: (path) => loadStrategyModule(path, importSeconds),
  };
}

/**
 * Imports a strategy module, in a worker thread first: what it does there on import does no harm.
 * @throws UserError if it cannot be read or imported, or its default export is no strategy.
 */
async function loadStrategyModule(path: string, importSeconds: number): Promise<LoadedStrategy> {
  if (!SUFFIXES.includes(extname(path))) {
    throw fileError(
      path,
      'a strategy module (.js or .mjs)',
      `a file named ${extname(path) || path}`,
    );
  }
  if (await isPipe(path)) throw fileError(path, 'a file', 'a pipe, which can be read only once');
  const sha256 = await hashOf(path);
  const url = addressOf(path, sha256);
  const probed = await probeModule(url, PROPERTIES, importSeconds);
  if (probed.kind === 'failed') throw importError(path, url, probed.message, probed.stack);
  if (probed.kind !== 'loaded') {
    const got = {
      exited: 'one that ends the process on import',
      hung: `one that does not finish within ${importSeconds} s`,
      unsettled: 'one that never finishes its top-level await',
    };
    throw fileError(path, 'a module that can be imported', got[probed.kind]);
  }
  return { definition: await importDefinition(path, sha256), sha256 };
}

/**
 * Imports a module again that was loaded before, in another thread.
 * @param sha256 of the text it had then.
 * @throws UserError if it has changed since.
 */
export async function reloadStrategyModule(
  path: string,
  sha256: string,
): Promise<StrategyDefinition> {
  if ((await hashOf(path)) !== sha256) {
    throw fileError(path, 'the module that was checked at the start', 'one that changed meanwhile');
  }
  return importDefinition(path, sha256);
}

async function hashOf(path: string): Promise<string> {
  const files = nodeFiles();
  return files.sha256(await files.readText(path));
}

/** The hash in the address makes an edited module a new one to the loader's cache. */
function addressOf(path: string, sha256: string): string {
  return `${pathToFileURL(path).href}?sha256=${sha256}`;
}

async function importDefinition(path: string, sha256: string): Promise<StrategyDefinition> {
  const module: { readonly default?: unknown } = await import(addressOf(path, sha256));
  return checkedDefinition(path, module.default);
}

/** Puts an import error at the line of the module that threw it, if its stack says so. */
function importError(path: string, url: string, message: string, stack: string): UserError {
  const rest = stack.split(url)[1] ?? '';
  const [, line = '1', column = '1'] = /^:(\d+)(?::(\d+))?/.exec(rest) ?? [];
  const firstLine = message.split('\n')[0] ?? '';
  return new UserError([
    {
      source: { kind: 'file', file: path, line: Number(line), column: Number(column) },
      path: '',
      expected: 'a module that can be imported',
      got: `an error: ${firstLine.replaceAll(url, path)}`,
    },
  ]);
}

function checkedDefinition(path: string, exported: unknown): StrategyDefinition {
  const issues = definitionProblems(exported).map(
    ({ at, expected, got }): Issue => ({
      source: { kind: 'file', file: path, line: 1, column: 1 },
      path: at,
      expected,
      got,
    }),
  );
  if (issues.length > 0) throw new UserError(issues);
  return exported as StrategyDefinition;
}

interface Problem {
  readonly at: string;
  readonly expected: string;
  readonly got: string;
}

function definitionProblems(exported: unknown): readonly Problem[] {
  if (typeof exported !== 'object' || exported === null) {
    const expected = 'a default export { name, summary, create }';
    return [{ at: 'default', expected, got: describe(exported) }];
  }
  const { name, summary, create } = exported as Record<string, unknown>;
  const problems: Problem[] = [];
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9+._-]*$/.test(name)) {
    const expected = 'a name of lower-case letters, digits and + - . _';
    problems.push({ at: 'default.name', expected, got: describe(name) });
  } else if (findStrategy(name) !== undefined) {
    const expected = 'a name that no built-in strategy has';
    problems.push({ at: 'default.name', expected, got: describe(name) });
  }
  if (typeof summary !== 'string') {
    problems.push({ at: 'default.summary', expected: 'one line of text', got: describe(summary) });
  }
  if (typeof create !== 'function') {
    const expected = 'a function (context) → strategy';
    problems.push({ at: 'default.create', expected, got: describe(create) });
  }
  return problems;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (value === null || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  return typeof value === 'function' ? 'a function' : Array.isArray(value) ? 'a list' : 'an object';
}
