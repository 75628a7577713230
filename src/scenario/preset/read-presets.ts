import { didYouMean } from '../../suggest.js';
import { checkPreset } from '../../timing/tee/check-preset.js';
import { architecturesOf, doubleNames, type LoadedPreset } from '../../timing/tee/compose.js';
import { type PresetDocument, presetSchema } from '../../timing/tee/preset-schema.js';
import type { Problems } from '../issues/problems.js';
import { quoted } from '../issues/values.js';
import type { FilePort } from '../ports.js';
import { allValues, readFields, silentKeys } from '../read-fields.js';
import type { TextDocument } from '../text/read-yaml.js';
import { type Path, placeOf } from '../text/tree.js';

/** How presets are read. */
export interface PresetReading {
  readonly files: FilePort;
  /** The YAML text of a file. */
  readonly document: (file: string, text: string, problems: Problems) => TextDocument;
  readonly problems: Problems;
}

/** Reports a problem with a name of presets, where that name stands. */
export type ReportName = (expected: string, got: string, hint?: string | undefined) => void;

/**
 * Reads a preset and those that it includes.
 * @param fromFile relative paths start from its folder.
 * @param above files that include this one.
 * @returns undefined, and reported, if one of them cannot be read
 */
export async function readPreset(
  name: string,
  fromFile: string,
  reading: PresetReading,
  report: ReportName,
  above: readonly string[] = [],
): Promise<LoadedPreset | undefined> {
  const path = await findPreset(name, fromFile, reading.files, report);
  if (path === undefined) return undefined;
  if (above.includes(path)) {
    report('presets that do not include themselves', quoted(name));
    return undefined;
  }
  const preset = await readPresetFile(path, reading, above);
  return preset && { ...preset, name };
}

/** Reads a preset of which the file is known, and those that it includes. */
export async function readPresetFile(
  path: string,
  reading: PresetReading,
  above: readonly string[] = [],
): Promise<LoadedPreset | undefined> {
  const { files, problems } = reading;
  const text = await problems.collect(() => files.readText(path));
  if (text === undefined) return undefined;
  const yaml = reading.document(path, text, problems);
  const document = readPresetDocument(yaml, problems);
  if (document === undefined) return undefined;
  const includes = await readIncludes(yaml, document, [...above, path], reading);
  if (includes === undefined) return undefined;
  const preset = { name: path, sha256: files.sha256(text), document, includes };
  return checkTogether(preset, yaml, problems) ? preset : undefined;
}

/** A preset's text against the schema; undefined, and reported, when it has problems. */
function readPresetDocument(yaml: TextDocument, problems: Problems): PresetDocument | undefined {
  const reading = { document: yaml.root, at: [], silent: silentKeys(yaml) };
  const document = allValues(readFields(presetSchema, reading, problems));
  if (document === undefined) return undefined;
  const issues = checkPreset(document);
  for (const issue of issues) addAt(yaml, issue.path, issue, problems);
  return issues.length > 0 ? undefined : document;
}

/** Undefined when one of them has problems. */
async function readIncludes(
  yaml: TextDocument,
  { include }: PresetDocument,
  above: readonly string[],
  reading: PresetReading,
): Promise<readonly LoadedPreset[] | undefined> {
  const presets: LoadedPreset[] = [];
  for (const [at, name] of include.entries()) {
    const report: ReportName = (expected, got, hint) =>
      addAt(yaml, ['include', at], { expected, got, hint }, reading.problems);
    const preset = await readPreset(name, above.at(-1) ?? '', reading, report, above);
    if (preset !== undefined) presets.push(preset);
  }
  return presets.length === include.length ? presets : undefined;
}

/** Whether what a preset includes fits together. */
function checkTogether(preset: LoadedPreset, yaml: TextDocument, problems: Problems): boolean {
  const names = doubleNames([preset]);
  const architectures = [...architecturesOf([preset]).keys()];
  if (names.length > 0) {
    const expected = 'presets whose effects have different names';
    addAt(yaml, ['include'], { expected, got: `${names.join(', ')} twice` }, problems);
  }
  if (architectures.length > 1) {
    const expected = 'presets of one GPU generation';
    addAt(yaml, ['include'], { expected, got: architectures.join(' and ') }, problems);
  }
  return names.length === 0 && architectures.length < 2;
}

async function findPreset(
  name: string,
  fromFile: string,
  files: FilePort,
  report: ReportName,
): Promise<string | undefined> {
  const builtIn = files.builtInPreset(name);
  if (builtIn !== undefined) return builtIn;
  const path = files.resolve(fromFile, name);
  const found = await files.exists(path);
  if (found === 'file') return path;
  const known = files.builtInPresets();
  const expected = `a TEE preset (${known.join(', ')}), or the path of one`;
  const looksLikePath = /[/\\]|\.ya?ml$/i.test(name);
  const why = found === 'folder' ? ', a folder' : looksLikePath ? ', which does not exist' : '';
  report(expected, `${quoted(name)}${why}`, didYouMean(name, known));
  return undefined;
}

function addAt(
  { root }: TextDocument,
  path: Path,
  issue: { readonly expected: string; readonly got: string; readonly hint?: string | undefined },
  problems: Problems,
): void {
  problems.add({ place: placeOf(root, path), path, ...issue });
}
