import { type Issue, UserError } from '../../errors.js';
import { earlierResults, MANIFEST } from '../../host/earlier-results.js';
import { OutputFolder } from '../../host/output-folder.js';
import type { GivenLengths } from '../../interop/sealsim-run/given-lengths.js';
import { type RunFacts, readManifest } from '../../interop/sealsim-run/manifest.js';
import { readReplications } from '../../interop/sealsim-run/read.js';
import { toJson } from '../../report/json.js';
import { manifestOf } from '../../report/manifest.js';
import { EXPORT_FORMATS } from '../choices.js';
import type { Execute } from '../command-spec.js';
import { resultFolderIssues } from '../data-outputs.js';
import { EXIT } from '../exit-code.js';
import { EXPORT_FORMS, type ExportForm } from '../export/forms.js';
import { readLengthOptions, unusedLengthOptions } from '../export/length-options.js';
import { missingIssues } from '../export/missing.js';
import { RunFiles } from '../export/run-folder.js';
import { interruptible } from '../interruptible.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { provenanceOf, Stopwatch } from '../result-folder.js';
import { collecting } from '../scenario-loader.js';

/** What is to be written where. */
interface Request {
  readonly format: string;
  readonly form: ExportForm;
  readonly facts: RunFacts;
  readonly given: GivenLengths;
  readonly out: string;
}

/** Writes a run in the form of others' results, a file a replication. */
export const execute: Execute = (invocation, terminal) =>
  interruptible(terminal, async (check) => {
    const stopwatch = new Stopwatch();
    const files = new RunFiles(invocation.args[1] ?? '', check);
    const request = await readRequest(invocation, files);
    const names = fileNames(request);
    const folder = OutputFolder.open(request.out, {
      force: invocation.has('--force'),
      names: [...names, MANIFEST],
      replaceable: earlierResults(request.out),
    });
    try {
      const notes = await writeReplications(request, files, names, folder);
      const { replications } = request.facts;
      const manifest = manifestOf({
        status: 'complete',
        scenarios: [],
        replications: { asked: replications, finished: replications },
        inputs: files.inputs,
        files: folder.files,
        ...provenanceOf(invocation, stopwatch),
      });
      folder.append(MANIFEST, [toJson(manifest)]);
      check();
      folder.commit();
      const { format } = request;
      const said = { format, run: files.folder, files: names, notes };
      terminal.out(
        invocation.json ? toJson(said) : [...notes.map((note) => `note: ${note}`), ''].join('\n'),
      );
      const written = `Wrote to ${request.out}: ${[...names, MANIFEST].join(', ')}\n`;
      (invocation.json ? terminal.err : terminal.out)(written);
      return EXIT.done;
    } finally {
      folder.discard();
    }
  });

/** @throws UserError with every problem of the options and of the run's manifest. */
async function readRequest(invocation: Invocation, files: RunFiles): Promise<Request> {
  const [name = '', run = ''] = invocation.args;
  const format = EXPORT_FORMATS.find((each) => each === name);
  if (format === undefined) throw new UserError([optionIssue('FORMAT', 'a form', name)]);
  const out = invocation.value('--out');
  const issues: Issue[] = [...invocation.issues];
  if (out === undefined) issues.push(optionIssue('--out', 'a folder for the files', 'nothing'));
  issues.push(...resultFolderIssues(invocation, [run], 'run'));
  const read = await collecting(issues, readManifest(files.manifest));
  issues.push(...(read?.issues ?? []));
  const facts = read?.facts ?? null;
  const given = readLengthOptions(invocation, facts?.models ?? [], issues);
  if (facts === null || out === undefined || issues.length > 0) throw new UserError(issues);
  return { format, form: EXPORT_FORMS[format], facts, given, out };
}

const LONGEST_NAME = 80;

/** By replication; numbered as repetitions of an experiment are. */
function fileNames({ form, facts }: Request): readonly string[] {
  const run = facts.scenario.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, LONGEST_NAME);
  const name = /^[\w-]/.test(run) ? run : `run${run}`;
  return Array.from({ length: facts.replications }, (_, replication) =>
    form.fileName(`${name}_repetition_${replication}`),
  );
}

/** @returns what is to be said of the first. @throws UserError if the run does not say enough. */
async function writeReplications(
  { format, form, facts, given }: Request,
  files: RunFiles,
  names: readonly string[],
  folder: OutputFolder,
): Promise<readonly string[]> {
  const problems: Issue[] = [];
  let notes: readonly string[] = [];
  const { manifest } = files;
  const { issues, used } = await readReplications(files, facts, given, (measurement) => {
    const { item } = measurement.source;
    if (item === 0) notes = measurement.notes;
    const processed = measurement.requests.completed ?? 0;
    const missing = missingIssues(format, manifest.file, processed, form.missing(measurement));
    // What one replication lacks, all do.
    if (problems.length === 0) problems.push(...missing);
    if (problems.length > 0) return;
    folder.append(names[item] ?? '', form.write(measurement, dateOf(facts)));
  });
  problems.push(...issues);
  if (problems.length === 0) problems.push(...unusedLengthOptions(given, used));
  if (problems.length > 0) throw new UserError(problems);
  return notes;
}

/** As vLLM writes dates. */
function dateOf({ startedAt }: RunFacts): string | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(startedAt ?? '');
  if (found === null) return null;
  const [year, month, day, hours, minutes, seconds] = found.slice(1);
  return `${year}${month}${day}-${hours}${minutes}${seconds}`;
}
