import { checkProfile } from '../timing/check-profile.js';
import { profileSchema } from '../timing/profile-schema.js';
import { presetSchema } from '../timing/tee/preset-schema.js';
import { Problems } from './issues/problems.js';
import { loadScenario } from './load.js';
import type { FilePort, StrategyPort } from './ports.js';
import { readPresetFile } from './preset/read-presets.js';
import { readProfile } from './resolve/profile.js';
import { scenarioSchema } from './schema.js';
import { readExisting } from './text/read-existing.js';
import { readYamlFile, type TextDocument } from './text/read-yaml.js';
import { keysOf, placeOf } from './text/tree.js';

/** What a valid file turned out to be. */
export type FileKind = 'scenario' | 'profile' | 'preset';

/** How files are read, and the settings that scenarios are checked under. */
export interface Validation {
  readonly files: FilePort;
  readonly strategies: StrategyPort;
  readonly sets: readonly string[];
}

/**
 * Checks a scenario, a profile or a TEE preset, whichever its keys say it is, with everything it names.
 * @throws UserError with every problem found
 */
export async function validateFile(file: string, validation: Validation): Promise<FileKind> {
  const { files, strategies, sets } = validation;
  const text = await readExisting(file, 'a scenario, a sweep, a profile or a TEE preset', files);
  const problems = new Problems();
  const document = readYamlFile(text, file, problems);
  if (looksLike(presetSchema.shape, document)) {
    await checkPresetFile(file, files);
    return 'preset';
  }
  if (!looksLike(profileSchema.shape, document)) {
    await loadScenario({ file, sets }, files, strategies);
    return 'scenario';
  }
  checkProfileDocument(document, problems);
  problems.throwIfAny();
  return 'profile';
}

/** Whether more of its keys belong to such a file than to a scenario, or to a profile. */
function looksLike(wanted: object, { root }: TextDocument): boolean {
  const keys = keysOf(root);
  const count = (shape: object): number => keys.filter((key) => Object.hasOwn(shape, key)).length;
  const others = [scenarioSchema.shape, profileSchema.shape].filter((shape) => shape !== wanted);
  return others.every((shape) => count(wanted) > count(shape));
}

async function checkPresetFile(file: string, files: FilePort): Promise<void> {
  const problems = new Problems();
  const document = (path: string, text: string, found: Problems): TextDocument =>
    readYamlFile(text, path, found);
  await readPresetFile(file, { files, document, problems });
  problems.throwIfAny();
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
