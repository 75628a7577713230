import { UserError } from '../errors.js';
import { nodeFiles } from '../host/node-files.js';
import { Problems } from '../scenario/issues/problems.js';
import { quoted } from '../scenario/issues/values.js';
import { readProfile } from '../scenario/resolve/profile.js';
import { readYamlFile } from '../scenario/text/read-yaml.js';
import { placeOf } from '../scenario/text/tree.js';
import { didYouMean } from '../suggest.js';
import { checkProfile } from '../timing/check-profile.js';
import type { ProfileDocument } from '../timing/profile-schema.js';
import { optionIssue } from './invocation.js';

export const DEFAULT_PROFILE = 'h100-sincere';

/** A profile that an option names. */
export interface NamedProfile {
  /** As it was named. */
  readonly name: string;
  readonly sha256: string;
  readonly document: ProfileDocument;
}

/**
 * Reads a profile by its name or path.
 * @param option that names it.
 * @throws UserError with every problem of the profile, or if there is none.
 */
export async function readNamedProfile(option: string, name: string): Promise<NamedProfile> {
  const files = nodeFiles();
  const path = files.builtInProfile(name) ?? name;
  const found = await files.exists(path);
  if (found !== 'file') {
    const known = files.builtInProfiles();
    const expected = `a profile (${known.join(', ')}), or the path of one`;
    const got = `${quoted(name)}${found === 'folder' ? ', a folder' : ''}`;
    throw new UserError([optionIssue(option, expected, got, didYouMean(name, known))]);
  }
  const text = await files.readText(path);
  return { name, sha256: files.sha256(text), document: checkedProfile(text, path) };
}

/** @throws UserError with every problem of the text. */
function checkedProfile(text: string, file: string): ProfileDocument {
  const problems = new Problems();
  const yaml = readYamlFile(text, file, problems);
  const document = readProfile(yaml, problems);
  for (const { path, ...issue } of document === undefined ? [] : checkProfile(document)) {
    const { expected, got, hint } = issue;
    problems.add({ place: placeOf(yaml.root, path), path, expected, got, hint });
  }
  problems.throwIfAny();
  // Without a document there were problems.
  return document as ProfileDocument;
}
