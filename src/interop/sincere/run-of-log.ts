import type { Seconds } from '../../units.js';
import type { MeasuredBatch, MeasuredRun } from '../measured.js';
import type { LogTime } from './log-clock.js';
import type { LogReader } from './log-reader.js';
import type { LoggedCollision, LogReport } from './log-report.js';
import type { RunName } from './run-name.js';

/** What a log that was read says about its run, in seconds from the first request. */
export function measuredRun(id: string, name: RunName, reader: LogReader): MeasuredRun {
  const seconds = clockOf(reader);
  const unfinishedSwaps = reader.batches.unfinishedSwaps;
  return {
    id,
    ...name,
    strategy: reader.scheduling === '' ? name.strategy : reader.scheduling,
    requests: reader.requests.build(seconds),
    batches: batchesOf(reader).batches.map((batch) => inSeconds(batch, seconds)),
    ...(unfinishedSwaps > 0 && { unfinishedSwaps }),
  };
}

/** Everything else that the log says. */
export function reportOf(run: string, file: string, lines: number, reader: LogReader): LogReport {
  const seconds = clockOf(reader);
  return {
    run,
    file,
    lines,
    scheduling: reader.scheduling,
    firstSeen: [...reader.firstSeen],
    swaps: reader.batches.swaps.map((swap) => ({
      ...swap,
      startedAt: seconds(swap.startedAt),
      loadedAt: seconds(swap.loadedAt),
    })),
    triggers: reader.triggers.triggers.map((trigger) => ({ ...trigger, at: seconds(trigger.at) })),
    failures: reader.batches.failures.map((failure) => ({
      ...failure,
      startedAt: seconds(failure.startedAt),
      loadedAt: seconds(failure.loadedAt),
    })),
    collisions: collisionsOf(reader, seconds),
    printed: { ...reader.printed, endAt: seconds(reader.printed.endAt) },
    responses: Object.fromEntries(reader.responses),
    linesOutOfOrder: reader.linesOutOfOrder,
    writesEstimated: batchesOf(reader).estimated,
    unread: reader.unread.all(),
    secondsAfterEnd: (reader.lastAt - reader.printed.endAt) / 1000,
  };
}

type Clock = (time: LogTime) => Seconds;

/** Turns the log's times into seconds from the first request. */
function clockOf(reader: LogReader): Clock {
  const origin = reader.requests.earliest();
  return (time) => (time - origin) / 1000;
}

function batchesOf(reader: LogReader) {
  // The total time that the log prints runs from the first request to the end of the last write.
  return reader.batches.batches(reader.requests.earliest() + reader.printed.totalSeconds * 1000);
}

function inSeconds(batch: MeasuredBatch, seconds: Clock): MeasuredBatch {
  return {
    ...batch,
    startedAt: seconds(batch.startedAt),
    loadedAt: seconds(batch.loadedAt),
    writtenAt: seconds(batch.writtenAt),
  };
}

function collisionsOf({ ids, requests }: LogReader, seconds: Clock): LoggedCollision[] {
  return Array.from(ids.shared, ([id, members]) => ({
    id,
    arrivals: members.map((request) => seconds(requests.arrival(request))),
    served: members
      .filter((request) => requests.isServed(request))
      .map((request) => seconds(requests.arrival(request))),
  }));
}
