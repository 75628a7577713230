import { join, resolve, sep } from 'node:path';
import type { Issue } from '../errors.js';
import { nodeFiles } from '../host/node-files.js';
import { isSameFile, outputFileProblem } from '../host/output-file.js';
import { type Invocation, optionIssue } from './invocation.js';
import { RESULT_FILES } from './result-folder.js';
import type { InputFile } from './scenario-loader.js';

/**
 * What is wrong with the file of `--trace`, if anything: nothing is written yet.
 * @param inputs the files that the scenario names, as far as they are known.
 */
export function traceProblem(
  invocation: Invocation,
  inputs: readonly InputFile[],
): Issue | undefined {
  const trace = invocation.value('--trace');
  if (trace === undefined) return undefined;
  if (readPaths(invocation, inputs).some((path) => isSameFile(path, trace))) {
    return optionIssue('--trace', 'a file that is not read', `${trace}, which is an input`);
  }
  const folder = invocation.value('--out');
  if (folder !== undefined && isTaken(resolve(trace), resolve(folder))) {
    return optionIssue('--trace', 'a file that --out leaves alone', trace);
  }
  return outputFileProblem('--trace', trace, invocation.has('--force'));
}

/** Where the inputs lie: the scenario names files from its own folder, and profiles by name. */
function readPaths(invocation: Invocation, inputs: readonly InputFile[]): readonly string[] {
  const [scenario = ''] = invocation.args;
  const files = nodeFiles();
  const named = inputs
    .filter(({ what }) => what !== 'scenario')
    .map(({ name }) => files.builtInProfile(name) ?? files.resolve(scenario, name));
  return [scenario, ...named];
}

/** Whether the path is, or lies above, the folder of results or one of its files. */
function isTaken(path: string, folder: string): boolean {
  return [folder, ...RESULT_FILES.map((name) => join(folder, name))].some(
    (taken) => taken === path || taken.startsWith(path + sep),
  );
}
