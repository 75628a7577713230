import type {
  BackgroundFact,
  DecisionFact,
  Fact,
  Hook,
  LeftOverFact,
  LossCause,
  Observer,
  Phase,
  Trigger,
} from '../../src/events/facts.js';
import type { ModelIndex, Seconds } from '../../src/units.js';

/**
 * What happened in a run, as records that can be kept and compared: the facts of the engine
 * without the reused arrays, and what the slow reference writes down.
 */
export type PlainEvent =
  | {
      readonly kind: 'arrival';
      readonly time: Seconds;
      readonly request: number;
      readonly model: ModelIndex;
    }
  | PlainDecision
  | PlainPhase
  | BackgroundFact
  | PlainBatch
  | PlainGroup<'loss', { readonly cause: LossCause }>
  | PlainGroup<'drop', object>
  | PlainGroup<'left-over', { readonly where: LeftOverFact['where'] }>
  | { readonly kind: 'end'; readonly time: Seconds };

export interface PlainDecision {
  readonly kind: 'decision';
  readonly gpu: number;
  readonly time: Seconds;
  readonly hook: Hook;
  readonly action: DecisionFact['action'];
  readonly model: ModelIndex;
  readonly count: number;
  readonly at: Seconds;
}

export interface PlainPhase {
  readonly kind: 'phase';
  readonly gpu: number;
  readonly phase: Phase;
  readonly start: Seconds;
  readonly end: Seconds;
  readonly model: ModelIndex;
  readonly batch: number;
  readonly completed: boolean;
}

export interface PlainBatch {
  readonly kind: 'batch';
  readonly gpu: number;
  readonly number: number;
  readonly model: ModelIndex;
  readonly trigger: Trigger;
  readonly requests: readonly number[];
  readonly releasedAt: Seconds;
  readonly startedAt: Seconds;
  readonly inferenceStart: Seconds;
  readonly completedAt: Seconds;
  readonly writtenAt: Seconds;
  readonly swapped: boolean;
}

type PlainGroup<Kind extends string, Detail> = Detail & {
  readonly kind: Kind;
  readonly time: Seconds;
  readonly model: ModelIndex;
  readonly requests: readonly number[];
};

/** The events of one kind, in order. */
export function eventsOf<Kind extends PlainEvent['kind']>(
  events: readonly PlainEvent[],
  kind: Kind,
): Extract<PlainEvent, { kind: Kind }>[] {
  return events.filter(
    (event): event is Extract<PlainEvent, { kind: Kind }> => event.kind === kind,
  );
}

/** Keeps a copy of every fact. */
export class EventLog implements Observer {
  readonly events: PlainEvent[] = [];

  observe(fact: Fact): void {
    this.events.push(toPlain(fact));
  }
}

function toPlain(fact: Fact): PlainEvent {
  if ('requests' in fact) {
    const { requests, ...rest } = fact;
    return { ...rest, requests: Array.from(requests.ids.subarray(0, requests.count)) };
  }
  if (fact.kind === 'decision') {
    const { reason: _, ...rest } = fact;
    return rest;
  }
  return { ...fact };
}
