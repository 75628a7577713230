import { checkProfile } from '../timing/check-profile.js';
import { profileSchema } from '../timing/profile-schema.js';
import { Problems } from './issues/problems.js';
import { loadScenario } from './load.js';
import type { FilePort, StrategyPort } from './ports.js';
import { readProfile } from './resolve/profile.js';
import { scenarioSchema } from './schema.js';
import { readExisting } from './text/read-existing.js';
import { readYamlFile, type TextDocument } from './text/read-yaml.js';
import { keysOf, placeOf } from './text/tree.js';

/** What a valid file turned out to be. */
export type FileKind = 'scenario' | 'profile';

/** How files are read, and the settings that scenarios are checked under. */
export interface Validation {
  readonly files: FilePort;
  readonly strategies: StrategyPort;
  readonly sets: readonly string[];
}

/**
 * Checks a scenario or a profile, whichever its keys say it is, with everything it names.
 * @throws UserError with every problem found
 */
export async function validateFile(file: string, validation: Validation): Promise<FileKind> {
  const { files, strategies, sets } = validation;
  const text = await readExisting(file, 'a scenario, a sweep or a profile', files);
  const problems = new Problems();
  const document = readYamlFile(text, file, problems);
  if (!looksLikeProfile(document)) {
    await loadScenario({ file, sets }, files, strategies);
    return 'scenario';
  }
  checkProfileDocument(document, problems);
  problems.throwIfAny();
  return 'profile';
}

/** Whether more of its keys belong to profiles than to scenarios. */
function looksLikeProfile({ root }: TextDocument): boolean {
  const keys = keysOf(root);
  const count = (shape: object): number => keys.filter((key) => Object.hasOwn(shape, key)).length;
  return count(profileSchema.shape) > count(scenarioSchema.shape);
}

function checkProfileDocument(document: TextDocument, problems: Problems): void {
  const { root } = document;
  const profile = readProfile(document, problems);
  if (profile === undefined) {
    return;
  }
  for (const { path, expected, got, hint } of checkProfile(profile)) {
    problems.add({ place: placeOf(root, path), path, expected, got, hint });
  }
}
