import type { LogReport } from '../../../interop/sincere/log-report.js';
import type { ModelIndex, Seconds } from '../../../units.js';

/** A trigger that a log shows. */
export interface RecordedTrigger {
  /** From the first request. */
  readonly time: Seconds;
  readonly model: ModelIndex;
  /** How many requests it moved to the model's slot. */
  readonly size: number;
}

/** The triggers of a run by kind, each list in order of time. */
export interface RecordedTriggers {
  readonly size: readonly RecordedTrigger[];
  readonly timer: readonly RecordedTrigger[];
  readonly partial: readonly RecordedTrigger[];
}

/** The triggers of a run's log. */
export function recordedTriggers(report: LogReport): RecordedTriggers {
  const of = (...conditions: readonly string[]): RecordedTrigger[] =>
    report.triggers
      .filter(({ condition }) => conditions.includes(condition))
      .map(({ at, model, size }) => ({ time: at, model, size }))
      .sort((a, b) => a.time - b.time);
  return {
    size: of('Batch size', 'Dynamic batch size'),
    timer: of('Time limit'),
    partial: of('Partial Batch'),
  };
}

/** How far a logged trigger may stand before the moment that the rules give: clocks and log lines. */
export const CLOCK_TOLERANCE_SECONDS: Seconds = 0.1;

/** Looks up recorded triggers of one kind by model. */
export class TriggerLookup {
  readonly #triggers: readonly (readonly RecordedTrigger[])[];

  constructor(triggers: readonly RecordedTrigger[], modelCount: number) {
    this.#triggers = Array.from({ length: modelCount }, (_, model) =>
      triggers.filter((trigger) => trigger.model === model),
    );
  }

  /** The first of `model` at or after `from`. */
  firstFrom(model: ModelIndex, from: Seconds): RecordedTrigger | undefined {
    return this.#triggers[model]?.find(({ time }) => time >= from);
  }
}
