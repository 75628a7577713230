import { InvariantError, UserError } from '../errors.js';
import { Problems } from './issues/problems.js';
import { describeTree } from './issues/values.js';
import type { FilePort, StrategyPort } from './ports.js';
import type { SilentKeys } from './read-fields.js';
import { resolveScenario } from './resolve/scenario.js';
import { readYamlFile, type TextDocument } from './text/read-yaml.js';
import { applySets } from './text/sets.js';
import { dropReplaced, withOption } from './text/switches.js';
import { type Tree, valueAt } from './text/tree.js';
import { TraceStore } from './trace-store.js';
import type { Scenario } from './types.js';

/** A scenario file and what the command line changes in it. */
export interface ScenarioRequest {
  /** Path of the file, as problems show it. */
  readonly file: string;
  /** `path=value` settings, applied in order before anything is checked. */
  readonly sets: readonly string[];
  /** In place of the scenario's seed. */
  readonly seed?: string;
  /** In place of the scenario's number of replications. */
  readonly replications?: number;
}

/**
 * Reads a scenario and every file it names: text → tree with places → settings → fields → resolved
 * scenario. A problem in one part hides none in another.
 *
 * @param traces shared by loads that may name the same traces
 * @throws UserError with every problem found
 */
export async function loadScenario(
  request: ScenarioRequest,
  files: FilePort,
  strategies: StrategyPort,
  traces = new TraceStore(),
): Promise<Scenario> {
  const problems = new Problems();
  const { file } = request;
  const text = readYamlFile(await readScenario(file, files), file, problems);
  const document = withRequest(text.root, request, problems);
  const silent = silenceOf(text, document);
  if (document.kind !== 'mapping') {
    // Nothing else can be said of such a file, and a broken one is reported already.
    if (document.kind !== 'broken') {
      const expected = 'a mapping with the sections of a scenario';
      problems.add({ place: document.place, path: [], expected, got: describeTree(document) });
    }
    throw new UserError(problems.sorted());
  }
  const context = { file, document, files, traces, problems };
  const scenario = await resolveScenario(silent, strategies, context);
  problems.throwIfAny();
  if (scenario === undefined) {
    throw new InvariantError('a scenario without problems did not resolve', { ...request });
  }
  return scenario;
}

async function readScenario(file: string, files: FilePort): Promise<string> {
  const found = await files.exists(file);
  if (found === 'file') {
    return files.readText(file);
  }
  const got = found === 'folder' ? 'a folder' : 'no such file';
  const source = { kind: 'file', file, line: 1, column: 1 } as const;
  throw new UserError([{ source, path: '', expected: 'a scenario file', got }]);
}

function withRequest(root: Tree, request: ScenarioRequest, problems: Problems): Tree {
  const { sets, seed, replications } = request;
  const set = applySets(root, sets, problems);
  let document = dropReplaced(set.root, set.paths);
  if (seed !== undefined) {
    document = withOption(document, 'seed', seed, '--seed');
  }
  return replications === undefined
    ? document
    : withOption(document, 'replications', replications, '--replications');
}

/** Which top-level keys nothing is said of: those that a syntax error damaged or may have swallowed. */
function silenceOf(text: TextDocument, document: Tree): SilentKeys {
  return (key) =>
    valueAt(document, [key]) === undefined ? text.unreadable.has(key) || !text.complete : false;
}
