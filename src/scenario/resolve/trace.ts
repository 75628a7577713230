import type { TraceConfig } from '../../workload/config.js';
import type { TraceOptions } from '../../workload/trace.js';
import { quoted } from '../issues/values.js';
import type { TraceInput } from '../schema/arrivals.js';
import type { Path } from '../text/tree.js';
import type { ArrivalsContext } from './arrivals-context.js';
import { report } from './context.js';

/** Reads a trace; undefined, and reported, when it is missing or has problems. */
export async function resolveTrace(
  { file, columns }: TraceInput,
  path: Path,
  context: ArrivalsContext,
): Promise<TraceConfig | undefined> {
  const { files, problems, models, sources } = context;
  const location = files.resolve(context.file, file);
  const found = await files.exists(location);
  if (found !== 'file') {
    const got = `${quoted(file)}, ${found === 'folder' ? 'a folder' : 'which does not exist'}`;
    report(context, [...path, 'file'], 'a .csv or .csv.gz file', got);
    return undefined;
  }
  if (models === undefined) {
    return undefined;
  }
  const options = { file: location, columns: columnNames(columns), models: models.names };
  const trace = await problems.collect(() => sources.traces.read(files, options));
  if (trace === undefined || trace.data.issues.length > 0) {
    problems.addIssues(trace?.data.issues ?? []);
    return undefined;
  }
  const { times, models: recorded, lengths } = trace.data;
  const { time, model } = options.columns;
  return {
    process: 'trace',
    file,
    sha256: trace.sha256,
    columns: { time, model: recorded && model },
    times,
    models: recorded,
    lengths,
  };
}

/** A column that the scenario names must be there; the usual ones may be missing. */
function columnNames({
  time,
  model,
  inputTokens,
  outputTokens,
}: TraceInput['columns']): TraceOptions['columns'] {
  return {
    time,
    ...(model === undefined ? { model: 'model', modelOptional: true } : { model }),
    ...lengthColumn('inputTokens', inputTokens),
    ...lengthColumn('outputTokens', outputTokens),
  };
}

function lengthColumn(
  column: 'inputTokens' | 'outputTokens',
  name: string | null | undefined,
): Pick<TraceOptions['columns'], 'inputTokens' | 'outputTokens'> {
  if (name === null) return {};
  return { [column]: { name: name ?? column, optional: name === undefined } };
}
