import type { Issue } from '../errors.js';
import { UserError } from '../errors.js';
import { nodeFiles } from '../host/node-files.js';
import { Problems } from '../scenario/issues/problems.js';
import { readPreset } from '../scenario/preset/read-presets.js';
import { readYamlFile } from '../scenario/text/read-yaml.js';
import {
  type ComposedTee,
  composeTee,
  doubleNames,
  type LoadedPreset,
} from '../timing/tee/compose.js';
import type { EffectChoice } from '../timing/tee/preset-schema.js';
import { optionIssue } from './invocation.js';

/** Presets that a command line names, put together. */
export interface NamedPresets {
  readonly presets: readonly LoadedPreset[];
  readonly tee: ComposedTee;
}

/**
 * Reads presets by their names or paths, and what they include.
 * @param argument that names them.
 * @param use which effects act.
 * @throws UserError with every problem of the presets and of putting them together.
 */
export async function readNamedPresets(
  argument: string,
  names: readonly string[],
  use: EffectChoice,
): Promise<NamedPresets> {
  const problems = new Problems();
  const issues: Issue[] = [];
  const reading = {
    files: nodeFiles(),
    document: (file: string, text: string, found: Problems) => readYamlFile(text, file, found),
    problems,
  };
  const presets: LoadedPreset[] = [];
  for (const name of names) {
    const preset = await readPreset(name, '', reading, (...problem) => {
      issues.push(optionIssue(argument, ...problem));
    });
    if (preset !== undefined) presets.push(preset);
  }
  problems.addIssues(issues);
  problems.throwIfAny();
  return { presets, tee: composed(argument, presets, use) };
}

/** @throws UserError if they do not fit together. */
function composed(
  argument: string,
  presets: readonly LoadedPreset[],
  use: EffectChoice,
): ComposedTee {
  const twice = doubleNames(presets);
  if (twice.length > 0) {
    const expected = 'presets whose effects have different names';
    throw new UserError([optionIssue(argument, expected, `${twice.join(', ')} twice`)]);
  }
  const tee = composeTee(presets, use);
  if (!('issues' in tee)) return tee;
  throw new UserError(
    tee.issues.map(({ path: [part, ...rest], expected, got, hint }) => ({
      ...optionIssue(part === 'use' ? '--use' : argument, expected, got, hint),
      path: rest.join('.'),
    })),
  );
}
