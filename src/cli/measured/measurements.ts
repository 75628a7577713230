import { identities } from '../../analysis/identities.js';
import type { Measurement } from '../../analysis/measurement.js';
import { type Issue, UserError } from '../../errors.js';
import { MANIFEST, readManifest } from '../../host/earlier-results.js';
import { fileIssue } from '../../host/file-errors.js';
import { type FoundFile, MeasurementFiles } from '../../host/measurement-files.js';
import { checkTree } from '../../interop/experiment-tree/check.js';
import { reasonToSkip } from '../../interop/inference-perf/files.js';
import { distinct } from '../../interop/measurements/distinct.js';
import { isOwnFile } from '../../interop/measurements/own-files.js';
import { isDocumentName } from '../../interop/measurements/read-document.js';
import { isRunManifest } from '../../interop/sealsim-run/manifest.js';
import { collecting, type InputFile } from '../scenario-loader.js';
import { MeasurementReader } from './measurement-reader.js';

/** Results of benchmarks that were found below some paths. */
export interface LoadedMeasurements {
  /** Their identifiers differ. */
  readonly measurements: readonly Measurement[];
  /** Files of JSON or YAML that hold no results in a form that is known. */
  readonly notRead: readonly string[];
  /**
   * Which numbers contradict one another, what is odd about the files, and what was passed over,
   * with the reason.
   */
  readonly warnings: readonly string[];
  readonly inputs: readonly InputFile[];
}

/** What is looked for. */
interface Wanted {
  readonly paths: readonly string[];
  readonly argument: string;
  readonly format: string | null;
}

/**
 * Reads all results of benchmarks below some paths, with the power beside them.
 * @param argument what the paths are called on the command line, for messages.
 * @param check called now and then; what it throws ends the reading.
 * @param format the only one that may be found; null: any.
 * @throws UserError with every problem of every file, or if there are no results.
 */
export async function loadMeasurements(
  paths: readonly string[],
  argument: string,
  check: () => void,
  format: string | null = null,
): Promise<LoadedMeasurements> {
  const loading = new Loading({ paths, argument, format }, check);
  for (const path of paths) await loading.add(path);
  return loading.result();
}

class Loading {
  readonly #wanted: Wanted;
  readonly #files = new MeasurementFiles();
  readonly #reader: MeasurementReader;
  readonly #issues: Issue[] = [];
  readonly #measurements: Measurement[] = [];
  readonly #notRead: string[] = [];
  readonly #warnings: string[] = [];

  constructor(wanted: Wanted, check: () => void) {
    this.#wanted = wanted;
    this.#reader = new MeasurementReader(this.#files, check);
  }

  async add(path: string): Promise<void> {
    const listing = Promise.resolve().then(() => this.#files.below(path));
    const files = (await collecting(this.#issues, listing)) ?? [];
    // Of a file that was named, the others of its tree were not.
    const tree = checkTree(files.filter(({ isNamed }) => !isNamed).map((file) => file.path));
    this.#issues.push(...tree.issues);
    this.#warnings.push(...tree.warnings);
    for (const file of files) {
      if (isRun(file)) await this.#readRun(file.folder);
      else if (this.#isRead(file)) await this.#read(file);
    }
  }

  result(): LoadedMeasurements {
    const { paths, argument, format } = this.#wanted;
    const issues = [...this.#issues];
    if (issues.length === 0 && this.#measurements.length === 0) {
      const what = format === null ? 'results of benchmarks' : `results of ${format}`;
      issues.push(...paths.map((path) => fileIssue(path, `${what}, as ${argument}`, 'none')));
    }
    if (issues.length > 0) throw new UserError(issues);
    const { measurements, warnings } = distinct(this.#measurements);
    return {
      measurements,
      notRead: this.#notRead.filter((path) => !this.#reader.companions.has(path)),
      warnings: [...contradictions(measurements), ...this.#warnings, ...warnings],
      inputs: this.#reader.inputs,
    };
  }

  #isRead({ path, folder, name, isNamed }: FoundFile): boolean {
    if (isNamed) return true;
    if (!isDocumentName(name)) return false;
    if (isOwnFile(name, readManifest(folder) !== undefined)) return false;
    const reason = reasonToSkip(name, this.#files.namesIn(folder));
    if (reason !== null) this.#warnings.push(`${path}: not read: ${reason}`);
    return reason === null;
  }

  /** A run of ours has no format that others' results have. */
  async #readRun(folder: string): Promise<void> {
    if (this.#wanted.format !== null) return;
    const read = await this.#reader.readRun(folder);
    this.#issues.push(...read.issues);
    this.#measurements.push(...read.measurements);
  }

  async #read(file: FoundFile): Promise<void> {
    const { path, isNamed } = file;
    const read = await this.#reader.read(file);
    this.#issues.push(...read.issues);
    this.#measurements.push(...read.measurements);
    if (read.issues.length > 0) return;
    const { format } = this.#wanted;
    const [foreign] = read.foreign;
    if (read.format === null && isNamed) {
      this.#issues.push(fileIssue(path, 'results of a benchmark', foreign ?? UNKNOWN));
    } else if (foreign !== undefined) {
      this.#warnings.push(`${path}: not read: ${read.foreign.join(', ')}`);
    } else if (read.format === null) this.#notRead.push(path);
    if (format !== null && read.format !== null && read.format !== format) {
      this.#issues.push(fileIssue(path, `results of ${format}`, `those of ${read.format}`));
    }
  }
}

/** A source that is wrong in one way is so in every file. */
const MOST_CONTRADICTIONS = 12;

function contradictions(measurements: readonly Measurement[]): readonly string[] {
  const all = measurements.flatMap(identities);
  const more = all.length - MOST_CONTRADICTIONS;
  const listed = all.slice(0, MOST_CONTRADICTIONS);
  return more > 0 ? [...listed, `… and ${more} more numbers that contradict others`] : listed;
}

const UNKNOWN = 'a form that is not known';

/** Whether a file is the manifest of a folder that `sealsim run --out` wrote. */
function isRun({ folder, name }: FoundFile): boolean {
  return name === MANIFEST && isRunManifest({ value: readManifest(folder) });
}
