import type { Measurement } from '../../analysis/measurement.js';
import type { Issue } from '../../errors.js';
import { IssueList } from '../../workload/trace/issue-list.js';
import type { InputFile } from '../csv/read-table.js';
import { readJson } from '../document/read-json.js';
import { readYaml } from '../document/read-yaml.js';
import type { SourceDocument } from '../document/source-document.js';
import type { DocumentFormat } from './format.js';

/** What a file held. */
export interface ReadFile {
  readonly measurements: readonly Measurement[];
  /** What is wrong with it; then its measurements are not to be used. */
  readonly issues: readonly Issue[];
  /** The format of its documents; null: none that is known, though it was sound. */
  readonly format: string | null;
  /** What was passed over, though it is sound: what it is. */
  readonly foreign: readonly string[];
}

/** Whether a file is one that results of benchmarks are looked for in, by its name. */
export function isDocumentName(name: string): boolean {
  return /\.(json|jsonl|ndjson|yaml|yml)(\.gz)?$/i.test(name);
}

/**
 * Reads the results in a file of JSON, JSON Lines or YAML, as its name says.
 * @param formats those that it may have.
 */
export async function readDocumentFile(
  input: InputFile,
  formats: readonly DocumentFormat[],
): Promise<ReadFile> {
  const issues = new IssueList(input.file);
  const measurements: Measurement[] = [];
  const foreign = new Set<string>();
  let format: string | null = null;
  const take = (document: SourceDocument): void => {
    const found = formats.find((each) => each.matches(document));
    if (found === undefined) return;
    const other = found.foreign?.(document) ?? null;
    if (other !== null) {
      foreign.add(other);
      return;
    }
    format = found.name;
    const before = measurements.length;
    const idOf = ({ file }: SourceDocument, item: number) => idAt(file, before + item);
    measurements.push(...found.read(document, { issues, idOf }));
  };
  const isYaml = /\.ya?ml(\.gz)?$/i.test(input.file);
  const unreadable = isYaml
    ? await readYaml(input, take)
    : await readJson(
        input,
        formats.flatMap(({ skip }) => skip),
        take,
        (what) => foreign.add(what),
      );
  const all = [...unreadable, ...issues.all()];
  return { measurements, issues: all, format, foreign: [...foreign] };
}

/** The file, and the position in it where that is not the first. */
function idAt(file: string, place: number): string {
  return place === 0 ? file : `${file}#${place}`;
}
