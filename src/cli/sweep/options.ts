import type { Issue } from '../../errors.js';
import type { Shard } from '../../experiment/store/types.js';
import { processors } from '../../host/processors.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { readReplications } from '../scenario-loader.js';

/** More threads than any machine has processors are a typing error. */
const MOST_JOBS = 1024;
const MOST_SHARDS = 100_000;

/** How a sweep is to be run. */
export interface SweepOptions {
  /** How many threads simulate. */
  readonly jobs: number;
  /** In place of the file's plan; undefined: as the file says. */
  readonly replications: number | undefined;
  /** The part that is simulated; null: all. */
  readonly shard: Shard | null;
  readonly resume: boolean;
  readonly force: boolean;
  readonly parquet: boolean;
  readonly dryRun: boolean;
  /** Where results go; undefined: to a folder of the sweep's name. */
  readonly out: string | undefined;
}

/** Reads the options; adds to `issues` what is wrong with them. */
export function readSweepOptions(invocation: Invocation, issues: Issue[]): SweepOptions {
  issues.push(...invocation.issues);
  const replications = readReplications(invocation);
  if (typeof replications === 'object') issues.push(replications);
  const resume = invocation.has('--resume');
  const force = invocation.has('--force');
  if (resume && force) {
    const expected = '--resume to go on with results, or --force to replace them';
    issues.push(optionIssue('--resume', expected, 'both'));
  }
  return {
    jobs: readJobs(invocation.value('--jobs'), issues),
    replications: typeof replications === 'number' ? replications : undefined,
    shard: readShard(invocation.value('--shard'), issues),
    resume,
    force,
    parquet: invocation.has('--parquet'),
    dryRun: invocation.has('--dry-run'),
    out: invocation.value('--out'),
  };
}

function readJobs(text: string | undefined, issues: Issue[]): number {
  if (text === undefined) return processors();
  const jobs = Number(text);
  if (/^\d+$/.test(text) && jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  const expected = `a number of threads, 1 to ${MOST_JOBS}`;
  issues.push(optionIssue('--jobs', expected, JSON.stringify(text)));
  return 1;
}

function readShard(text: string | undefined, issues: Issue[]): Shard | null {
  if (text === undefined) return null;
  const [, number = 0, of = 0] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (number >= 1 && number <= of && of <= MOST_SHARDS) return { number, of };
  const expected = 'i/n, the i-th of n parts, as in 3/8';
  issues.push(optionIssue('--shard', expected, JSON.stringify(text)));
  return null;
}
