import { didYouMean } from '../../suggest.js';
import { type ProfileDocument, profileSchema } from '../../timing/profile-schema.js';
import type { Problems } from '../issues/problems.js';
import { quoted } from '../issues/values.js';
import { allValues, readFields, silentKeys } from '../read-fields.js';
import type { HashedProfile } from '../sources.js';
import type { TextDocument } from '../text/read-yaml.js';
import { type Path, type Tree, valueAt } from '../text/tree.js';
import { type Context, report } from './context.js';

const AT: Path = ['server', 'profile'];

/** A profile that was read, and where its problems are to be looked up. */
export interface LoadedProfile extends HashedProfile {
  /** As results show it: its name, its path as written, or `inline`. */
  readonly name: string;
  /** The document it stands in, and where. */
  readonly document: Tree;
  readonly at: Path;
}

/** Reads the profile that `server.profile` names or holds; undefined, and reported, if it cannot. */
export async function loadProfile(context: Context): Promise<LoadedProfile | undefined> {
  const tree = valueAt(context.document, AT);
  if (tree?.kind === 'mapping') {
    return readInline(tree, context);
  }
  if (tree?.kind !== 'scalar' || typeof tree.value !== 'string' || tree.value === '') {
    return undefined;
  }
  const path = await findProfile(tree.value, context);
  return path === undefined ? undefined : readFile(tree.value, path, context);
}

function readInline(tree: Tree, context: Context): LoadedProfile | undefined {
  const { document, files, sources, problems } = context;
  const hashed = sources.profile(tree, problems, (found) => {
    const reading = { document, at: AT, silent: () => false };
    const profile = allValues(readFields(profileSchema, reading, found));
    return profile && { profile, sha256: files.sha256(JSON.stringify(profile)) };
  });
  return hashed && { ...hashed, name: 'inline', document, at: AT };
}

async function readFile(
  name: string,
  path: string,
  { files, sources, problems }: Context,
): Promise<LoadedProfile | undefined> {
  const text = await problems.collect(() => files.readText(path));
  if (text === undefined) {
    return undefined;
  }
  const document = sources.document(path, text, problems);
  const hashed = sources.profile(document, problems, (found) => {
    const profile = readProfile(document, found);
    return profile && { profile, sha256: files.sha256(text) };
  });
  return hashed && { ...hashed, name, document: document.root, at: [] };
}

/** A profile file's text against the schema; undefined, and reported, when it has problems. */
export function readProfile(text: TextDocument, problems: Problems): ProfileDocument | undefined {
  const reading = { document: text.root, at: [], silent: silentKeys(text) };
  return allValues(readFields(profileSchema, reading, problems));
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
