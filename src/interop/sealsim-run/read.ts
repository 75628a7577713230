import type { Measurement } from '../../analysis/measurement.js';
import type { Issue } from '../../errors.js';
import type { InputFile } from '../csv/read-table.js';
import { type GivenLengths, lengthsOf, NO_LENGTHS } from './given-lengths.js';
import { type LengthSource, Lengths } from './lengths.js';
import { type RunFacts, readManifest } from './manifest.js';
import { measurementOf } from './measurement.js';
import { ReplicationTally } from './replication.js';
import { readRequests } from './request-table.js';

/** A folder that `sealsim run --out` wrote. */
export interface RunFolder {
  /** Its name, for identifiers. */
  readonly folder: string;
  /** `manifest.json`. */
  readonly manifest: InputFile;
  /** `requests.csv`. */
  readonly requests: InputFile;
}

/** All measurements of a run, one a replication, with the lengths that it and its profile know. */
export async function readWholeRun(
  run: RunFolder,
): Promise<{ readonly measurements: readonly Measurement[]; readonly issues: readonly Issue[] }> {
  const measurements: Measurement[] = [];
  const { facts, issues } = await readManifest(run.manifest);
  if (facts === null) return { measurements, issues };
  const read = await readReplications(run, facts, NO_LENGTHS, (each) => measurements.push(each));
  return { measurements, issues: read.issues };
}

/** What `readReplications` has to say. */
interface ReadReplications {
  readonly issues: readonly Issue[];
  /** Sources of lengths that were needed. */
  readonly used: Readonly<Record<'input' | 'output', ReadonlySet<LengthSource>>>;
}

/**
 * The replications of a run, each given away before the next is read: memory is that of one, at
 * most 80 bytes a request.
 * @param given lengths where `requests.csv` has none; else those of the profile count.
 */
export async function readReplications(
  { folder, manifest, requests }: RunFolder,
  facts: RunFacts,
  given: GivenLengths,
  onMeasurement: (measurement: Measurement) => void,
): Promise<ReadReplications> {
  const used = { input: new Set<LengthSource>(), output: new Set<LengthSource>() };
  const finish = (tally: ReplicationTally): void => {
    for (const source of tally.input.used) used.input.add(source);
    for (const source of tally.output.used) used.output.add(source);
    onMeasurement(measurementOf(manifest.file, folder, facts, tally));
  };
  let tally = emptyTally(0, facts, given);
  const issues = await readRequests(requests, facts, (request) => {
    // A replication without requests has no rows.
    while (tally.replication < request.replication) {
      finish(tally);
      tally = emptyTally(tally.replication + 1, facts, given);
    }
    tally.add(request);
  });
  while (issues.length === 0 && tally.replication < facts.replications) {
    finish(tally);
    tally = emptyTally(tally.replication + 1, facts, given);
  }
  return { issues, used };
}

function emptyTally(
  replication: number,
  { models, lengths }: RunFacts,
  given: GivenLengths,
): ReplicationTally {
  const ofProfile = (kind: 'input' | 'output') => lengths.map((each) => each[kind]);
  return new ReplicationTally(
    replication,
    new Lengths(lengthsOf(given.input, models), ofProfile('input')),
    new Lengths(lengthsOf(given.output, models), ofProfile('output')),
  );
}
