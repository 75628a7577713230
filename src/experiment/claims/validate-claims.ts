import { UserError } from '../../errors.js';
import { Problems } from '../../scenario/issues/problems.js';
import type { FilePort } from '../../scenario/ports.js';
import { readYamlFile } from '../../scenario/text/read-yaml.js';
import { keysOf } from '../../scenario/text/tree.js';
import { readClaims } from './read-claims.js';

/** Whether a YAML text is meant to be a file of claims. */
export function looksLikeClaims(text: string): boolean {
  return keysOf(readYamlFile(text, '', new Problems()).root).includes('claims');
}

/**
 * Checks a file of claims as far as that goes without a sweep: columns and values it does not know.
 * @throws UserError with every problem found
 */
export async function validateClaims(file: string, files: FilePort): Promise<void> {
  const { issues } = await readClaims(file, files, null);
  if (issues.length > 0) throw new UserError(issues);
}
