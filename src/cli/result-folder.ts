import type { Issue } from '../errors.js';
import { hostDescription, monotonicSeconds, timestamp } from '../host/clock.js';
import { earlierResults, MANIFEST } from '../host/earlier-results.js';
import { OutputFolder } from '../host/output-folder.js';
import { outputProblem } from '../host/output-problem.js';
import { packageInfo } from '../host/package-root.js';
import { toJson } from '../report/json.js';
import { type ManifestInput, manifestOf, type Provenance } from '../report/manifest.js';
import { Interruption } from './interruption.js';
import type { Invocation } from './invocation.js';

/** What only the command knows about its results. */
export interface ManifestFacts
  extends Pick<ManifestInput, 'status' | 'scenarios' | 'replications' | 'inputs'> {
  readonly invocation: Invocation;
  readonly stopwatch: Stopwatch;
}

/** When a command began, and how long ago that is. */
export class Stopwatch {
  readonly startedAt = timestamp();
  readonly #start = monotonicSeconds();

  get seconds(): number {
    return monotonicSeconds() - this.#start;
  }
}

/** What the manifest says of a command that computed results. */
export function provenanceOf({ line }: Invocation, stopwatch: Stopwatch): Provenance {
  return {
    version: packageInfo().version,
    command: line,
    startedAt: stopwatch.startedAt,
    wallSeconds: stopwatch.seconds,
    host: hostDescription(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}

/** The files of a figure that a command draws beside its tables. */
function figureFiles<Name extends string>(name: Name) {
  return [
    `${name}.svg`,
    `${name}.png`,
    `${name}.pdf`,
    `${name}.vl.json`,
    `${name}.caption.txt`,
  ] as const;
}

/** Every file that a command may write into a folder of results: an earlier one's give way. */
export const RESULT_FILES = [
  'summary.json',
  'requests.csv',
  'batches.csv',
  'timeline.csv',
  'decisions.csv',
  'background.csv',
  'replications.csv',
  'cells.csv',
  'summary.csv',
  'differences.csv',
  'overall.csv',
  'claims.csv',
  'models.csv',
  'runs.csv',
  'accuracy.csv',
  'replay.svg',
  'explain.csv',
  'explain.svg',
  'explain.png',
  'explain.pdf',
  'bound.csv',
  'capacity.csv',
  ...figureFiles('capacity'),
  'measurements.json',
  'tornado.csv',
  ...figureFiles('tornado'),
  'conditions.csv',
  'overheads.csv',
  'saturation.csv',
  'sequence-length.csv',
  'energy.csv',
  'operations.csv',
  ...figureFiles('tee-throughput'),
  ...figureFiles('saturation'),
  ...figureFiles('sequence-length'),
  ...figureFiles('energy'),
  ...figureFiles('operations'),
  'plan.csv',
  'verification.csv',
  ...figureFiles('plan'),
  'pareto.csv',
  ...figureFiles('pareto'),
  'manifest.json',
] as const;
export type ResultFile = Exclude<(typeof RESULT_FILES)[number], 'manifest.json'>;

/** What is wrong with writing results to `folder`, if anything: nothing is written yet. */
export function resultFolderProblem(folder: string, force: boolean): Issue | undefined {
  return outputProblem(folder, force, RESULT_FILES, earlierResults(folder));
}

/** A folder of results, completed by its manifest. */
export class ResultFolder {
  readonly #folder: OutputFolder;
  readonly #path: string;

  /** @throws UserError if results cannot be written there. */
  constructor(path: string, force: boolean) {
    this.#path = path;
    this.#folder = OutputFolder.open(path, {
      force,
      names: RESULT_FILES,
      replaceable: earlierResults(path),
    });
  }

  append(name: ResultFile, chunks: Iterable<string | Uint8Array>): void {
    this.#folder.append(name, chunks);
  }

  /** Adds the manifest and puts everything in place. Returns a line that names the files. */
  commit({ invocation, stopwatch, ...facts }: ManifestFacts): string {
    const manifest = manifestOf({
      ...facts,
      ...provenanceOf(invocation, stopwatch),
      files: this.#folder.files,
    });
    this.#folder.append(MANIFEST, [toJson(manifest)]);
    const names = this.#folder.files.map(({ name }) => name);
    this.#folder.commit();
    return `Wrote to ${this.#path}: ${names.join(', ')}\n`;
  }

  /** Leaves nothing behind if nothing was put in place. */
  discard(): void {
    this.#folder.discard();
  }
}

/**
 * Does something with a folder for its results (null: without `--out`). None is left if it fails
 * or puts nothing in place. Ctrl-C does not cut short the writing of what is finished.
 * @throws UserError if results cannot be written there, before anything is done.
 */
export async function withResultFolder<Result>(
  invocation: Invocation,
  body: (folder: ResultFolder | null) => Promise<Result>,
): Promise<Result> {
  const interruption = new Interruption();
  const path = invocation.value('--out');
  try {
    if (path === undefined) return await body(null);
    const folder = new ResultFolder(path, invocation.has('--force'));
    try {
      return await body(folder);
    } finally {
      folder.discard();
    }
  } finally {
    interruption.end();
  }
}
