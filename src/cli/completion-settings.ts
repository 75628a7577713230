import { nodeFiles } from '../host/node-files.js';
import { nodeStrategies } from '../host/strategy-modules.js';
import { scenarioJsonSchema } from '../scenario/json-schema.js';
import { type SchemaNode, settablePaths } from './schema-walk.js';

/** What `--set` and `--axis` accept, as far as it can be known: `path=`, then `path=value`. */
export function settingCandidates(current: string): readonly string[] {
  const paths = new Map(settablePaths(scenarioJsonSchema() as SchemaNode));
  paths.set('strategy.name', nodeStrategies().names());
  paths.set('server.profile', nodeFiles().builtInProfiles());
  paths.set('tee.preset', nodeFiles().builtInPresets());
  const equals = current.indexOf('=');
  const candidates =
    equals < 0
      ? [...paths.keys()].map((path) => `${path}=`)
      : valueCandidates(current, paths.get(current.slice(0, equals)) ?? []);
  return candidates.filter((candidate) => candidate.startsWith(current));
}

/** Completes the last of several values separated by commas, as `--axis` takes them. */
function valueCandidates(current: string, values: readonly string[]): readonly string[] {
  const before = current.slice(0, Math.max(current.indexOf('='), current.lastIndexOf(',')) + 1);
  return values.map((value) => before + value);
}
