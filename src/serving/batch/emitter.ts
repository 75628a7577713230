import type {
  ArrivalFact,
  BackgroundFact,
  DecisionFact,
  Fact,
  Hook,
  LeftOverFact,
  LossCause,
  Observer,
  Phase,
  PhaseFact,
} from '../../events/facts.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { ServedBatch } from './gpu-owner.js';
import type { Batch } from './requests.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Tells every observer. The facts of the hot path are reused from call to call, which
 * is why observers must copy what they keep.
 */
export class Emitter {
  /** The number of the GPU that its facts are of. */
  readonly gpu: number;
  readonly #observers: readonly Observer[];
  readonly #arrival: Mutable<ArrivalFact> = { kind: 'arrival', time: 0, request: 0, model: 0 };
  readonly #phase: Mutable<PhaseFact>;

  constructor(observers: readonly Observer[], gpu: number) {
    this.#observers = observers;
    this.gpu = gpu;
    this.#phase = {
      kind: 'phase',
      gpu,
      phase: 'load',
      start: 0,
      end: 0,
      model: 0,
      batch: 0,
      completed: true,
    };
  }

  arrival(time: Seconds, request: number, model: ModelIndex): void {
    const fact = this.#arrival;
    fact.time = time;
    fact.request = request;
    fact.model = model;
    this.#emit(fact);
  }

  phase(
    phase: Phase,
    start: Seconds,
    end: Seconds,
    model: ModelIndex,
    batch: number,
    completed: boolean,
  ): void {
    const fact = this.#phase;
    fact.phase = phase;
    fact.start = start;
    fact.end = end;
    fact.model = model;
    fact.batch = batch;
    fact.completed = completed;
    this.#emit(fact);
  }

  background(fact: BackgroundFact): void {
    this.#emit(fact);
  }

  decision(
    time: Seconds,
    hook: Hook,
    action: DecisionFact['action'],
    model: ModelIndex,
    count: number,
    at: Seconds,
    reason: string,
  ): void {
    this.#emit({ kind: 'decision', gpu: this.gpu, time, hook, action, model, count, at, reason });
  }

  served(served: ServedBatch, writtenAt: Seconds): void {
    const { batch } = served;
    this.#emit({
      kind: 'batch',
      gpu: this.gpu,
      number: served.number,
      model: batch.model,
      trigger: batch.trigger,
      requests: batch,
      releasedAt: batch.releasedAt,
      startedAt: served.startedAt,
      inferenceStart: served.inferenceStart,
      completedAt: served.completedAt,
      writtenAt,
      swapped: served.swapped,
    });
  }

  loss(time: Seconds, batch: Batch, cause: LossCause): void {
    this.#emit({ kind: 'loss', time, model: batch.model, cause, requests: batch });
  }

  drop(time: Seconds, batch: Batch): void {
    this.#emit({ kind: 'drop', time, model: batch.model, requests: batch });
  }

  leftOver(time: Seconds, where: LeftOverFact['where'], batch: Batch): void {
    this.#emit({ kind: 'left-over', time, model: batch.model, where, requests: batch });
  }

  end(time: Seconds): void {
    this.#emit({ kind: 'end', time });
  }

  #emit(fact: Fact): void {
    for (const observer of this.#observers) observer.observe(fact);
  }
}
