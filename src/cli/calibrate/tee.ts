import { basename, dirname, resolve } from 'node:path';
import { calibrateTee, type TeeCalibration } from '../../calibrate/tee/calibration.js';
import { presetCurve, presetYaml } from '../../calibrate/tee/preset.js';
import { readPairs } from '../../calibrate/tee/read-pairs.js';
import { calibrationJson } from '../../calibrate/tee/report/json.js';
import { calibrationText } from '../../calibrate/tee/report/text.js';
import { type TeeRun, teeRuns } from '../../calibrate/tee/runs.js';
import { type Issue, UserError } from '../../errors.js';
import { nodeFiles } from '../../host/node-files.js';
import { writeWhole } from '../../host/output-file.js';
import { packageInfo } from '../../host/package-root.js';
import { toJson } from '../../report/json.js';
import type { Execute } from '../command-spec.js';
import { resultFileIssues } from '../data-outputs.js';
import { EXIT } from '../exit-code.js';
import { interruptible } from '../interruptible.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { loadMeasurements } from '../measured/measurements.js';
import { collecting } from '../scenario-loader.js';
import { otherOptions } from './other-options.js';

/** What was read, and what of it a reader should know. */
interface Loaded {
  readonly runs: readonly TeeRun[];
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

interface Request {
  readonly loaded: Loaded;
  readonly calibration: TeeCalibration;
  /** Null: not asked for. */
  readonly preset: { readonly path: string; readonly text: string } | null;
}

/** Compares runs with the TEE on and off, fits the cost, and writes a preset if told to. */
export const calibrateTeePreset: Execute = (invocation, terminal) =>
  interruptible(terminal, async (check) => {
    const { loaded, calibration, preset } = await readRequest(invocation, check);
    if (preset !== null) writeWhole(preset.path, [preset.text]);
    terminal.out(
      invocation.json ? toJson(calibrationJson(calibration)) : calibrationText(calibration),
    );
    terminal.err(loaded.notes.map((note) => `${note}\n`).join(''));
    const written = preset === null ? '' : `Wrote ${preset.path}\n`;
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    return EXIT.done;
  });

/** @throws UserError with every problem of the options and the results. */
async function readRequest(invocation: Invocation, check: () => void): Promise<Request> {
  const issues: Issue[] = [...invocation.issues, ...otherOptions(invocation, ['--base'])];
  const from = invocation.value('--from');
  if (from === undefined) {
    issues.push(optionIssue('--from', 'results of benchmarks with the TEE on and off', 'nothing'));
  }
  const fitAt = readFitAt(invocation, issues);
  const loaded = from === undefined ? undefined : await collecting(issues, load(from, check));
  issues.push(...resultFileIssues(invocation, readFolders(from, loaded), ''));
  if (loaded === undefined) throw new UserError(issues);
  const calibration = calibrateTee(loaded.runs, fitAt);
  issues.push(...problemsOf(loaded, calibration, fitAt));
  const preset = issues.length > 0 ? null : presetOf(invocation, loaded, calibration, issues);
  if (issues.length > 0) throw new UserError(issues);
  return { loaded, calibration, preset };
}

async function load(from: string, check: () => void): Promise<Loaded> {
  if (/\.csv(\.gz)?$/i.test(from) && (await nodeFiles().exists(from)) !== 'folder') {
    const { runs, issues } = await readPairs({ file: from, bytes: nodeFiles().readBytes(from) });
    if (issues.length > 0) throw new UserError(issues);
    return { runs, files: [from], notes: [] };
  }
  const { measurements, notRead, warnings, inputs } = await loadMeasurements(
    [from],
    '--from',
    check,
  );
  const unknown = measurements.filter(({ teeMode }) => teeMode === null);
  const notes = [
    ...warnings,
    ...notRead.map((file) => `${file}: no results in a form that is known`),
    ...(unknown.length === 0
      ? []
      : [`${unknown.length} runs do not say whether the TEE was on, e.g. ${unknown[0]?.id}`]),
  ];
  return { runs: teeRuns(measurements), files: inputs.map(({ name }) => name), notes };
}

/** Folders that nothing may be written into; of a single file only itself. */
function readFolders(from: string | undefined, loaded: Loaded | undefined): readonly string[] {
  if (from === undefined) return [];
  const folders = loaded?.files.filter((file) => file !== from).map((file) => dirname(file)) ?? [];
  return [...new Set([from, ...folders])];
}

function readFitAt(invocation: Invocation, issues: Issue[]): readonly number[] | null {
  const text = invocation.value('--fit-at');
  if (text === undefined) return null;
  const words = text.split(',').map((word) => word.trim());
  const numbers = words.filter((word) => /^[1-9]\d{0,8}$/.test(word)).map(Number);
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  if (numbers.length === words.length && distinct.length >= 2) return distinct;
  const expected = 'two or more different concurrencies, e.g. 1,256';
  issues.push(optionIssue('--fit-at', expected, JSON.stringify(text)));
  return null;
}

function problemsOf(
  { runs }: Loaded,
  { settings, concurrencies, curves }: TeeCalibration,
  fitAt: readonly number[] | null,
): readonly Issue[] {
  if (settings === 0) {
    const modes = [...new Set(runs.map(({ mode }) => mode))];
    const got = modes.length === 1 ? `runs with tee.mode ${modes[0]} only` : 'none';
    return [optionIssue('--from', 'runs of one setting with the TEE on and off', got)];
  }
  if (fitAt === null || curves.length > 0) return [];
  const expected = `some of the concurrencies ${concurrencies.join(', ')}, on one curve`;
  return [optionIssue('--fit-at', expected, fitAt.join(','))];
}

function presetOf(
  invocation: Invocation,
  { runs }: Loaded,
  calibration: TeeCalibration,
  issues: Issue[],
): Request['preset'] {
  const path = invocation.value('--out');
  if (path === undefined) return null;
  const found = presetCurve(calibration);
  if (!('form' in found)) {
    issues.push(optionIssue('--from', found.expected, found.got, 'as --out writes one preset'));
    return null;
  }
  const from = basename(resolve(invocation.value('--from') ?? ''));
  const gpus = [...new Set(runs.flatMap(({ gpu }) => gpu ?? []))];
  const text = presetYaml(found.curve, found.form, {
    name: presetName(path),
    // No date: the same data give the same file.
    citation:
      `Fitted by sealsim ${packageInfo().version} (calibrate tee, docs/tee-calibration.md) on ` +
      `${runs.length} runs (${from}).`,
    gpu: gpus.length === 0 ? null : gpus.join(', '),
  });
  return { path, text };
}

/** The file's name without its ending, in lower case with dashes. */
function presetName(path: string): string {
  const name = basename(path)
    .replace(/\.ya?ml$/i, '')
    .toLowerCase();
  return name.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'fitted';
}
