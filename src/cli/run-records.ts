import type { Observer } from '../events/facts.js';
import { BackgroundRecorder } from '../metrics/records/background-recorder.js';
import { BatchRecorder } from '../metrics/records/batch-recorder.js';
import { DecisionRecorder } from '../metrics/records/decision-recorder.js';
import { QueueRecorder } from '../metrics/records/queue-recorder.js';
import { RequestRecorder } from '../metrics/records/request-recorder.js';
import type { RecordTable } from '../metrics/records/table.js';
import { TimelineRecorder } from '../metrics/records/timeline-recorder.js';
import { chromeTrace } from '../report/chrome-trace.js';
import { recordCsv } from '../report/record-csv.js';
import type { Scenario } from '../scenario/types.js';
import type { ResultFile, ResultFolder } from './result-folder.js';

interface Recorder extends Observer {
  table(): RecordTable;
}

/** The recorders that a trace is made of. */
interface TracedRecorders {
  readonly timeline: Recorder;
  readonly decisions: Recorder;
  readonly queues: Recorder;
  readonly background: Recorder | null;
}

/** What a run's result files and its trace are made of. Held for one replication at a time. */
export class RunRecords {
  readonly #scenario: Scenario;
  readonly #folder: ResultFolder | null;
  readonly #traceWanted: boolean;
  #traced: TracedRecorders | null = null;
  #files: readonly (readonly [ResultFile, Recorder])[] = [];

  /**
   * @param folder where the records of every replication go; null: nowhere.
   * @param traceWanted whether a trace of the first replication is wanted.
   */
  constructor(scenario: Scenario, folder: ResultFolder | null, traceWanted: boolean) {
    this.#scenario = scenario;
    this.#folder = folder;
    this.#traceWanted = traceWanted;
  }

  /** Observers for a replication that is about to begin. */
  begin(replication: number): readonly Observer[] {
    const { models, slaSeconds, workload, server } = this.#scenario;
    const { gpus } = server;
    const traced = this.#traceWanted && replication === 0;
    if (this.#folder === null && !traced) return [];
    const timeline = new TimelineRecorder(models, gpus);
    const decisions = new DecisionRecorder(models, gpus);
    const besides = server.prefetch.to !== 'none';
    const background = besides ? new BackgroundRecorder(models, gpus) : null;
    const observers: Observer[] = [timeline, decisions, ...(background ? [background] : [])];
    if (traced) {
      const queues = new QueueRecorder(models);
      observers.push(queues);
      this.#traced = { timeline, decisions, queues, background };
    }
    if (this.#folder !== null) {
      // Requests of a superposition are numbered over all its members: no rows of one trace.
      const { arrivals } = workload;
      const lengths = arrivals.process === 'trace' ? arrivals.lengths : null;
      const requests = new RequestRecorder(models, slaSeconds, lengths, gpus);
      const batches = new BatchRecorder(models, gpus);
      observers.push(requests, batches);
      this.#files = [
        ['requests.csv', requests],
        ['batches.csv', batches],
        ['timeline.csv', timeline],
        ['decisions.csv', decisions],
        ...(background ? [['background.csv', background] as const] : []),
      ];
    }
    return observers;
  }

  /** Writes what was recorded of the replication, which has ended. */
  end(replication: number): void {
    const several = this.#scenario.replications > 1;
    const leading = several ? [{ name: 'replication', value: replication }] : [];
    const header = replication === 0;
    for (const [file, recorder] of this.#files) {
      this.#folder?.append(file, recordCsv(recorder.table(), { header, leading }));
    }
    this.#files = [];
  }

  /** The trace of the first replication, in chunks; nothing if none was wanted. */
  trace(): Iterable<string> {
    if (this.#traced === null) return [];
    const { timeline, decisions, queues, background } = this.#traced;
    return chromeTrace({
      title: this.#scenario.name,
      timeline: timeline.table(),
      decisions: decisions.table(),
      queues: queues.table(),
      ...(background ? { background: background.table() } : {}),
    });
  }
}
