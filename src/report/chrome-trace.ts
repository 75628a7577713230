import { type RecordRow, type RecordTable, rowsOf } from '../metrics/records/table.js';
import { microseconds } from '../units.js';

/** The records that a trace is made of. */
export interface TraceInput {
  /** What the trace viewer calls the process. */
  readonly title: string;
  readonly timeline: RecordTable;
  readonly queues: RecordTable;
  /** What was brought in beside the GPU's work; of a server that does so. */
  readonly background?: RecordTable;
  readonly decisions: RecordTable;
}

const PROCESS = 1;
const GPU_TRACK = 1;
const DECISION_TRACK = 2;
const BACKGROUND_TRACK = 3;
/** Of several GPUs, each has this many tracks of its own: the first has those above. */
const TRACKS_OF_GPU = 3;
const CHUNK_CHARACTERS = 65_536;

type TraceEvent = Readonly<Record<string, unknown>>;

/**
 * A run in the Trace Event Format that chrome://tracing and ui.perfetto.dev open: what the GPU
 * did as complete events (what was brought in beside it on a track of its own), the waiting
 * requests of each model as counters, and the strategy's decisions as instant events. Of several
 * GPUs each has these tracks. Times are in microseconds. In chunks of about 64 kB.
 */
export function* chromeTrace(input: TraceInput): Generator<string> {
  let text = '{"displayTimeUnit":"ms","traceEvents":[\n';
  let separator = '';
  for (const event of traceEvents(input)) {
    text += separator + JSON.stringify(event);
    separator = ',\n';
    if (text.length >= CHUNK_CHARACTERS) {
      yield text;
      text = '';
    }
  }
  yield `${text}\n]}\n`;
}

function* traceEvents(input: TraceInput): Generator<TraceEvent> {
  yield nameOf('process_name', GPU_TRACK, input.title);
  yield* tracksOf(input, 'GPU', GPU_TRACK, input.timeline);
  yield* tracksOf(input, 'decisions', DECISION_TRACK, input.decisions);
  for (const row of rowsOf(input.timeline)) {
    if (row['state'] !== 'idle') yield gpuEvent(row);
  }
  if (input.background !== undefined) {
    yield* tracksOf(input, 'background', BACKGROUND_TRACK, input.background);
    for (const row of rowsOf(input.background)) yield backgroundEvent(row);
  }
  for (const row of rowsOf(input.queues)) yield queueEvent(row);
  for (const row of rowsOf(input.decisions)) yield decisionEvent(row);
}

/** The names of a kind of tracks: one, or one for each of several GPUs. */
function* tracksOf(
  { timeline }: TraceInput,
  name: string,
  track: number,
  { columns }: RecordTable,
): Generator<TraceEvent> {
  if (!columns.some((column) => column.name === 'gpu')) {
    yield nameOf('thread_name', track, name);
    return;
  }
  // Of the timeline every GPU has a row: if it does nothing it idles.
  const gpus = new Set(Array.from(rowsOf(timeline), (row) => Number(row['gpu'])));
  for (const gpu of [...gpus].sort((a, b) => a - b)) {
    const called = name === 'GPU' ? `GPU ${gpu}` : `${name} of GPU ${gpu}`;
    yield nameOf('thread_name', trackOf(track, gpu), called);
  }
}

/** The track of this kind of the GPU with this number: by default the only one. */
function trackOf(track: number, gpu: RecordRow[string] | undefined): number {
  return track + TRACKS_OF_GPU * Number(gpu ?? 0);
}

function nameOf(kind: string, track: number, name: string): TraceEvent {
  return { ph: 'M', pid: PROCESS, tid: track, name: kind, args: { name } };
}

function gpuEvent(row: RecordRow): TraceEvent {
  const start = microseconds(Number(row['start_s']));
  return {
    ph: 'X',
    pid: PROCESS,
    tid: trackOf(GPU_TRACK, row['gpu']),
    name: `${row['state']} ${row['model']}`,
    cat: row['state'],
    ts: start,
    dur: microseconds(Number(row['end_s'])) - start,
    args: { batch: row['batch'] },
  };
}

function backgroundEvent(row: RecordRow): TraceEvent {
  const start = microseconds(Number(row['start_s']));
  return {
    ph: 'X',
    pid: PROCESS,
    tid: trackOf(BACKGROUND_TRACK, row['gpu']),
    name: `${row['operation']} ${row['model']}`,
    cat: row['operation'],
    ts: start,
    dur: microseconds(Number(row['end_s'])) - start,
    args: { outcome: row['outcome'] },
  };
}

function queueEvent(row: RecordRow): TraceEvent {
  return {
    ph: 'C',
    pid: PROCESS,
    name: `waiting ${row['model']}`,
    ts: microseconds(Number(row['time_s'])),
    args: { requests: row['waiting'] },
  };
}

function decisionEvent(row: RecordRow): TraceEvent {
  const { time_s, action, model, gpu, ...args } = row;
  return {
    ph: 'i',
    pid: PROCESS,
    tid: trackOf(DECISION_TRACK, gpu),
    s: 't',
    name: `${action} ${model}`,
    cat: action,
    ts: microseconds(Number(time_s)),
    args,
  };
}
