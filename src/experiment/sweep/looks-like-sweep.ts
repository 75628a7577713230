import { Problems } from '../../scenario/issues/problems.js';
import { scenarioSchema } from '../../scenario/schema.js';
import { readYamlFile } from '../../scenario/text/read-yaml.js';
import { keysOf } from '../../scenario/text/tree.js';
import { sweepSchema } from './schema.js';

/** Whether more of the keys in a YAML text belong to sweeps than to scenarios. */
export function looksLikeSweep(text: string): boolean {
  const keys = keysOf(readYamlFile(text, '', new Problems()).root);
  const count = (shape: object): number => keys.filter((key) => Object.hasOwn(shape, key)).length;
  return count(sweepSchema.shape) > count(scenarioSchema.shape);
}
