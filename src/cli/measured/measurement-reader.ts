import { join, resolve } from 'node:path';
import type { Measurement } from '../../analysis/measurement.js';
import type { Issue } from '../../errors.js';
import type { FoundFile, MeasurementFiles } from '../../host/measurement-files.js';
import { nodeFiles } from '../../host/node-files.js';
import type { InputFile as NamedBytes } from '../../interop/csv/read-table.js';
import { readYaml } from '../../interop/document/read-yaml.js';
import type { SourceDocument } from '../../interop/document/source-document.js';
import { powerFilesOf } from '../../interop/experiment-tree/power-names.js';
import { withLabels } from '../../interop/experiment-tree/with-labels.js';
import { withConfig } from '../../interop/inference-perf/config.js';
import { CONFIG_NAME, stageOf } from '../../interop/inference-perf/files.js';
import { inferencePerfFormat } from '../../interop/inference-perf/read.js';
import { type ReadFile, readDocumentFile } from '../../interop/measurements/read-document.js';
import { DOCUMENT_FORMATS } from '../../interop/measurements/registry.js';
import { measurementsFormat } from '../../interop/neutral/read.js';
import { describeCpuPower, readPower } from '../../interop/power/read.js';
import { readWholeRun } from '../../interop/sealsim-run/read.js';
import { IssueList } from '../../workload/trace/issue-list.js';
import { RunFiles } from '../export/run-folder.js';
import { collecting, type InputFile } from '../scenario-loader.js';

/** Reads files of results, with what lies beside them: power, and the configuration of a run. */
export class MeasurementReader {
  readonly inputs: InputFile[] = [];
  /** Paths of files that were read for the sake of others. */
  readonly companions = new Set<string>();
  readonly #files: MeasurementFiles;
  readonly #check: () => void;
  readonly #port = nodeFiles();

  /** @param check called now and then; what it throws ends the reading. */
  constructor(files: MeasurementFiles, check: () => void) {
    this.#files = files;
    this.#check = check;
  }

  /** What a file holds; problems of what lies beside it are among its issues. */
  async read(found: FoundFile): Promise<ReadFile> {
    const issues: Issue[] = [];
    const read = await collecting(
      issues,
      readDocumentFile(this.#bytes(found.path), DOCUMENT_FORMATS),
    );
    if (read === undefined) return { measurements: [], issues, format: null, foreign: [] };
    issues.push(...read.issues);
    // What the neutral form holds has its labels, and its power.
    const isNeutral = read.format === measurementsFormat.name;
    if (issues.length > 0 || isNeutral) return { ...read, issues };
    const measurements: Measurement[] = [];
    for (const measurement of read.measurements) {
      const labelled = withLabels(measurement, resolve(found.path));
      const configured =
        read.format === inferencePerfFormat.name
          ? await this.#withConfig(labelled, found, issues)
          : labelled;
      measurements.push(
        labelled.teeMode !== null && read.measurements.length === 1
          ? await this.#withPower(configured, found, issues)
          : configured,
      );
    }
    return { ...read, measurements, issues };
  }

  /** The replications of a run of ours. */
  async readRun(folder: string): Promise<Pick<ReadFile, 'measurements' | 'issues'>> {
    const issues: Issue[] = [];
    const files = new RunFiles(folder, this.#check);
    const read = await collecting(issues, readWholeRun(files));
    this.inputs.push(...files.inputs);
    return { measurements: read?.measurements ?? [], issues: [...issues, ...(read?.issues ?? [])] };
  }

  async #withConfig(measurement: Measurement, { folder, name }: FoundFile, problems: Issue[]) {
    if (!this.#files.namesIn(folder).includes(CONFIG_NAME)) return measurement;
    const path = join(folder, CONFIG_NAME);
    this.companions.add(path);
    let config: SourceDocument | null = null;
    const issues = new IssueList(path);
    const reading = readYaml(this.#bytes(path), (document) => {
      config = document;
    });
    problems.push(...((await collecting(problems, reading)) ?? []));
    const configured =
      config === null ? measurement : withConfig(measurement, config, stageOf(name), issues);
    problems.push(...issues.all());
    return configured;
  }

  async #withPower(measurement: Measurement, { folder, name }: FoundFile, problems: Issue[]) {
    const { gpu, cpu } = powerFilesOf(name, this.#files.namesIn(folder));
    const notes = [...measurement.notes];
    let { power } = measurement;
    if (gpu !== null) {
      const read = await collecting(problems, readPower(this.#bytes(join(folder, gpu))));
      problems.push(...(read?.issues ?? []));
      notes.push(...(read?.notes ?? []));
      power = read?.power ?? null;
    }
    if (cpu !== null) {
      const path = join(folder, cpu);
      const read = await collecting(problems, readPower(this.#bytes(path)));
      if (read !== undefined) notes.push(describeCpuPower(cpu, read));
    }
    return { ...measurement, power, notes };
  }

  #bytes(path: string): NamedBytes {
    return { file: path, bytes: this.#hashed(path) };
  }

  async *#hashed(path: string): AsyncIterable<Uint8Array> {
    const hash = this.#port.createSha256();
    for await (const chunk of this.#port.readBytes(path)) {
      this.#check();
      hash.update(chunk);
      yield chunk;
    }
    if (this.inputs.some(({ name }) => name === path)) return;
    this.inputs.push({ what: 'measurements', name: path, sha256: hash.hex() });
  }
}
