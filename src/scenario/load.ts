import { InvariantError, UserError } from '../errors.js';
import { Problems } from './issues/problems.js';
import { describeTree } from './issues/values.js';
import type { FilePort, StrategyPort } from './ports.js';
import { silentKeys } from './read-fields.js';
import { resolveScenario } from './resolve/scenario.js';
import { Sources } from './sources.js';
import { readExisting } from './text/read-existing.js';
import { applySets, type PlacedSetting } from './text/sets.js';
import { dropReplaced, withOption } from './text/switches.js';
import type { Tree } from './text/tree.js';
import type { Scenario } from './types.js';

/** A scenario file and what the command line changes in it. */
export interface ScenarioRequest {
  /** Path of the file, as problems show it. */
  readonly file: string;
  /** `path=value` settings, applied in order before anything is checked. */
  readonly sets: readonly string[];
  /** Applied before `sets`, in the same way; problems point at where they stand. */
  readonly settings?: readonly PlacedSetting[];
  /** In place of the scenario's seed. */
  readonly seed?: string;
  /** In place of the scenario's number of replications. */
  readonly replications?: number;
}

/**
 * Reads a scenario and every file it names: text → tree with places → settings → fields → resolved
 * scenario. A problem in one part hides none in another.
 *
 * @param sources shared by loads of variants, which makes them cheap
 * @throws UserError with every problem found
 */
export async function loadScenario(
  request: ScenarioRequest,
  files: FilePort,
  strategies: StrategyPort,
  sources = new Sources(),
): Promise<Scenario> {
  const problems = new Problems();
  const { file } = request;
  const text = sources.document(file, await readExisting(file, 'a scenario file', files), problems);
  const document = withRequest(text.root, request, problems);
  const silent = silentKeys(text, document);
  if (document.kind !== 'mapping') {
    // Nothing else can be said of such a file, and a broken one is reported already.
    if (document.kind !== 'broken') {
      const expected = 'a mapping with the sections of a scenario';
      problems.add({ place: document.place, path: [], expected, got: describeTree(document) });
    }
    throw new UserError(problems.sorted());
  }
  const context = { file, document, files, sources, problems };
  const scenario = await resolveScenario(silent, strategies, context);
  problems.throwIfAny();
  if (scenario === undefined) {
    throw new InvariantError('a scenario without problems did not resolve', { ...request });
  }
  return sources.shared(scenario);
}

function withRequest(root: Tree, request: ScenarioRequest, problems: Problems): Tree {
  const { file, sets, settings = [], seed, replications } = request;
  const set = applySets(root, sets, settings, problems);
  let document = dropReplaced(set.root, set.paths, file);
  if (seed !== undefined) {
    document = withOption(document, 'seed', seed, '--seed');
  }
  return replications === undefined
    ? document
    : withOption(document, 'replications', replications, '--replications');
}
