import { basename, resolve } from 'node:path';
import {
  type BatchServerFit,
  type FitOptions,
  fitBatchServer,
} from '../../calibrate/fit/batch-server-fit.js';
import { fitJson } from '../../calibrate/fit/fit-json.js';
import { fittedProfile } from '../../calibrate/fit/fitted-profile.js';
import { scoreForms } from '../../calibrate/fit/form-scores.js';
import { partialBatchSpins } from '../../calibrate/fit/observations.js';
import { profileYaml } from '../../calibrate/fit/profile-yaml.js';
import { fitReport } from '../../calibrate/fit/report.js';
import { nothingFitted, unfitted } from '../../calibrate/fit/unfitted.js';
import { type Issue, UserError } from '../../errors.js';
import { writeWhole } from '../../host/output-file.js';
import { packageInfo } from '../../host/package-root.js';
import { toJson } from '../../report/json.js';
import { checkProfile } from '../../timing/check-profile.js';
import { profileSchema } from '../../timing/profile-schema.js';
import type { Execute } from '../command-spec.js';
import { resultFileIssues } from '../data-outputs.js';
import { EXIT } from '../exit-code.js';
import { interruptible } from '../interruptible.js';
import type { Invocation } from '../invocation.js';
import { dataFolder } from '../measured/data-option.js';
import { type Measured, readMeasured, warnOfUnread } from '../measured/read.js';
import { DEFAULT_PROFILE, type NamedProfile, readNamedProfile } from '../profile-file.js';
import { collecting } from '../scenario-loader.js';
import { otherOptions } from './other-options.js';

const NOTHING_FITTED: Issue = {
  source: { kind: 'option', option: '--from' },
  path: '',
  expected: 'runs without PartialBatch, with swaps or with batches of several sizes',
  got: 'none to fit a duration on',
};

interface Request {
  readonly measured: Measured;
  readonly base: NamedProfile;
}

/** Fits a profile to measured runs; prints how well it fits, and writes it if told to. */
export const calibrateBatchServer: Execute = (invocation, terminal) =>
  interruptible(terminal, async (check) => {
    const { measured, base } = await readRequest(invocation, check);
    const { data, sizeTriggers } = measured;
    const options: FitOptions = {
      base: base.document,
      ...(sizeTriggers !== null && { sizeTriggers }),
    };
    const fit = fitBatchServer(data, options);
    checkFit(fit, base);
    const missing = unfitted(data, fit, base.document);
    const scores = scoreForms(data, options);
    check();
    const out = invocation.value('--out');
    if (out !== undefined) {
      const folder = invocation.value('--from') ?? '';
      writeWhole(out, [profileYaml(fit, base.document, provenanceOf(measured, folder, base))]);
    }
    terminal.out(
      invocation.json ? toJson(fitJson(fit, scores, missing)) : fitReport(fit, scores, missing),
    );
    warnOfUnread(terminal, measured);
    const written = out === undefined ? '' : `Wrote ${out}\n`;
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    return EXIT.done;
  });

/** @throws UserError with every problem of the options, the measurements and the base profile. */
async function readRequest(invocation: Invocation, check: () => void): Promise<Request> {
  const issues: Issue[] = [...invocation.issues, ...otherOptions(invocation, ['--fit-at'])];
  const folder = dataFolder(invocation, '--from', issues);
  const name = invocation.value('--base') ?? DEFAULT_PROFILE;
  issues.push(...resultFileIssues(invocation, folder === undefined ? [] : [folder], name));
  const base = await collecting(issues, readNamedProfile('--base', name));
  const measured =
    folder === undefined ? undefined : await collecting(issues, readMeasured(folder, check));
  if (issues.length > 0 || base === undefined || measured === undefined) {
    throw new UserError(issues);
  }
  return { measured, base };
}

/** Measurements that are too few can give nothing, or durations that no profile allows. */
function checkFit(fit: BatchServerFit, base: NamedProfile): void {
  if (nothingFitted(fit)) throw new UserError([NOTHING_FITTED]);
  const document = fittedProfile(fit, base.document, 'measured');
  const parsed = profileSchema.safeParse(document);
  const problems = parsed.success
    ? checkProfile(document)
    : parsed.error.issues.map(({ path, message }) => ({
        path,
        expected: 'measurements that give it',
        got: message,
      }));
  if (problems.length === 0) return;
  throw new UserError(
    problems.map(({ path, expected, got }) => ({
      source: { kind: 'option', option: '--from' },
      path: path.map(String).join('.'),
      expected,
      got,
    })),
  );
}

/** What was fitted on what, for the profile's sources. No date: the same data give the same file. */
function provenanceOf({ data, form }: Measured, folder: string, base: NamedProfile): string {
  const calm = data.runs.filter((run) => !partialBatchSpins(run)).length;
  const batches = data.runs.reduce((sum, run) => sum + run.batches.length, 0);
  return (
    `Fitted by sealsim ${packageInfo().version} (calibrate batch-server, docs/calibration.md) ` +
    `on ${data.runs.length} measured runs, ${calm} without a busy loop, ${batches} batches ` +
    `(${basename(resolve(folder))}, ${form}); base profile ${base.document.name ?? base.name}.`
  );
}
