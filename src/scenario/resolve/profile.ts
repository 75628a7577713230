import { didYouMean } from '../../suggest.js';
import { type ProfileDocument, profileSchema } from '../../timing/profile-schema.js';
import type { Problems } from '../issues/problems.js';
import { quoted } from '../issues/values.js';
import { allValues, readFields } from '../read-fields.js';
import { readYamlFile, type TextDocument } from '../text/read-yaml.js';
import { type Path, type Tree, valueAt } from '../text/tree.js';
import { type Context, report } from './context.js';

const AT: Path = ['server', 'profile'];

/** A profile that was read, and where its problems are to be looked up. */
export interface LoadedProfile {
  readonly profile: ProfileDocument;
  /** As results show it: its name, its path as written, or `inline`. */
  readonly name: string;
  readonly sha256: string;
  /** The document it stands in, and where. */
  readonly document: Tree;
  readonly at: Path;
}

/** Reads the profile that `server.profile` names or holds; undefined, and reported, if it cannot. */
export async function loadProfile(context: Context): Promise<LoadedProfile | undefined> {
  const tree = valueAt(context.document, AT);
  if (tree?.kind === 'mapping') {
    return readInline(context);
  }
  if (tree?.kind !== 'scalar' || typeof tree.value !== 'string' || tree.value === '') {
    return undefined;
  }
  const path = await findProfile(tree.value, context);
  return path === undefined ? undefined : readFile(tree.value, path, context);
}

function readInline({ document, files, problems }: Context): LoadedProfile | undefined {
  const reading = { document, at: AT, silent: () => false };
  const profile = allValues(readFields(profileSchema, reading, problems));
  if (profile === undefined) {
    return undefined;
  }
  const sha256 = files.sha256(JSON.stringify(profile));
  return { profile, name: 'inline', sha256, document, at: AT };
}

async function readFile(
  name: string,
  path: string,
  { files, problems }: Context,
): Promise<LoadedProfile | undefined> {
  const text = await problems.collect(() => files.readText(path));
  if (text === undefined) {
    return undefined;
  }
  const document = readYamlFile(text, path, problems);
  const profile = readProfile(document, problems);
  return profile && { profile, name, sha256: files.sha256(text), document: document.root, at: [] };
}

/** A profile file's text against the schema; undefined, and reported, when it has problems. */
export function readProfile(
  { root, unreadable, complete }: TextDocument,
  problems: Problems,
): ProfileDocument | undefined {
  const silent = (key: string) =>
    unreadable.has(key) || (!complete && valueAt(root, [key]) === undefined);
  return allValues(readFields(profileSchema, { document: root, at: [], silent }, problems));
}

/** The file that a profile's name or path means. */
async function findProfile(name: string, context: Context): Promise<string | undefined> {
  const { files } = context;
  const builtIn = files.builtInProfile(name);
  if (builtIn !== undefined) {
    return builtIn;
  }
  const path = files.resolve(context.file, name);
  const found = await files.exists(path);
  if (found === 'file') {
    return path;
  }
  const known = files.builtInProfiles();
  const expected = `a profile (${known.join(', ')}), or the path of one`;
  const looksLikePath = /[/\\]|\.ya?ml$/i.test(name);
  const why = found === 'folder' ? ', a folder' : looksLikePath ? ', which does not exist' : '';
  report(context, AT, expected, `${quoted(name)}${why}`, didYouMean(name, known));
  return undefined;
}
