import { blankMeasurement, type Measurement } from '../../analysis/measurement.js';
import { Fields, isMapping } from '../document/fields.js';
import type { SourceDocument } from '../document/source-document.js';
import type { DocumentFormat, ReadContext } from '../measurements/format.js';
import { readReport01 } from './read-v01.js';
import { readReport02 } from './read-v02.js';

type Layout = typeof readReport01;

const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ['0.1', readReport01],
  ['0.2', readReport02],
  ['0.2.0', readReport02],
  ['0.2.1', readReport02],
]);

/** Some of what a report has, so that one that was cut off is one still. */
const METRICS = ['latency', 'throughput', 'requests', 'time'];
const RESULTS = ['request_performance', 'session_performance', 'observability'];
const SCENARIO = ['model', 'load', 'host', 'platform', 'stack'];

/** Benchmark reports of llm-d-benchmark, v0.1, v0.2 and v0.2.1 (docs/benchmark-reports.md). */
export const llmdReportFormat: DocumentFormat = {
  name: 'llm-d-report',
  summary: 'benchmark reports of llm-d-benchmark, v0.1, v0.2 and v0.2.1',
  skip: [],
  matches: ({ value }) =>
    isMapping(value) &&
    (hasAny(value['metrics'], METRICS) ||
      hasAny(value['results'], RESULTS) ||
      (Object.hasOwn(value, 'version') && hasAny(value['scenario'], SCENARIO))),
  read,
};

function hasAny(value: unknown, keys: readonly string[]): boolean {
  return isMapping(value) && keys.some((key) => Object.hasOwn(value, key));
}

function read(document: SourceDocument, { issues, idOf }: ReadContext): readonly Measurement[] {
  const root = Fields.of(document, issues);
  if (root === null) return [];
  const { file, item } = document;
  const source = { format: llmdReportFormat.name, file, item, tool: null };
  const layout = layoutOf(root);
  return layout === null ? [] : [layout(root, blankMeasurement(idOf(document, 0), source))];
}

/** By its version; YAML reads `0.1` as a number. */
function layoutOf(root: Fields): Layout | null {
  const version = root.raw('version');
  const layout = LAYOUTS.get(String(version));
  if (layout !== undefined) return layout;
  const expected = `the version of a benchmark report: ${[...LAYOUTS.keys()].join(', ')}`;
  if (version === null) root.missing('version', expected);
  else root.reject('version', expected);
  return null;
}
