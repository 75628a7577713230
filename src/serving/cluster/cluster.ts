import { InvariantError } from '../../errors.js';
import type { Observer } from '../../events/facts.js';
import type { Alarm, Kernel } from '../../kernel/kernel.js';
import type { RunKey } from '../../random/types.js';
import type { Timing } from '../../timing/types.js';
import type { ModelIndex } from '../../units.js';
import type { ArrivalSource } from '../../workload/types.js';
import { type BatchServerConfig, rankOf } from '../batch/config.js';
import { Emitter } from '../batch/emitter.js';
import { RunCounts } from '../batch/run-counts.js';
import { type GpuPart, Station } from './station.js';

export type { GpuPart } from './station.js';

/** What a cluster is made of. */
export interface ClusterParts {
  readonly kernel: Kernel;
  readonly arrivals: ArrivalSource;
  readonly timing: Timing;
  readonly models: readonly string[];
  readonly config: BatchServerConfig;
  readonly key: RunKey;
  readonly strategyName: string;
  /** `config.gpus` of them. */
  readonly gpus: readonly GpuPart[];
  readonly observers: readonly Observer[];
  /** The run ends when nothing can happen any more, not at a given time. */
  readonly untilEmpty: boolean;
}

/**
 * All GPUs of a run behind one dispatcher: requests are numbered as they arrive, and go to the
 * station that serves their model. GPUs that are free to serve any model are one station; a GPU
 * with models of its own is one by itself.
 */
export class Cluster {
  readonly #kernel: Kernel;
  readonly #arrivals: ArrivalSource;
  readonly #untilEmpty: boolean;
  readonly #emitter: Emitter;
  readonly #stations: readonly Station[];
  /** Stations that serve a model, in order of their GPUs' numbers. */
  readonly #stationsOf: readonly (readonly Station[])[];
  /** The only station, if there is one. */
  readonly #single: Station | null;
  readonly #arrivalAlarm: Alarm;
  #received = 0;
  #moreArrivals: boolean;

  constructor(parts: ClusterParts) {
    const { kernel, config, models, gpus } = parts;
    if (gpus.length !== config.gpus) {
      throw new InvariantError('not a strategy for each GPU', { gpus: gpus.length });
    }
    this.#kernel = kernel;
    this.#arrivals = parts.arrivals;
    this.#untilEmpty = parts.untilEmpty;
    this.#emitter = new Emitter(parts.observers, 0);
    const stations = this.#makeStations(parts);
    this.#stations = stations;
    this.#single = stations.length === 1 ? (stations[0] ?? null) : null;
    const { placement } = config;
    this.#stationsOf = models.map((_, model) =>
      placement.kind === 'free'
        ? stations
        : (placement.gpusOf[model] ?? []).map((gpu) => stations[gpu] as Station),
    );
    this.#arrivalAlarm = kernel.alarm(rankOf(config.rules, 'arrival'), () => this.#onArrival());
    this.#moreArrivals = this.#arrivals.advance();
    if (this.#moreArrivals) this.#arrivalAlarm.set(this.#arrivals.time);
    for (const station of stations) station.whenFree();
  }

  /** The run ends now: reports what is still here. Call once, last. */
  end(): void {
    for (const station of this.#stations) station.interrupt();
    for (const station of this.#stations) station.leaveOver();
    this.#emitter.end(this.#kernel.now);
  }

  #makeStations(parts: ClusterParts): readonly Station[] {
    const { gpus, config } = parts;
    const counts = new RunCounts(parts.models.length);
    const nothingComes = (): boolean => this.#untilEmpty && !this.#moreArrivals;
    const all = gpus.map((gpu, number) => [number, gpu] as const);
    const groups = config.placement.kind === 'free' ? [all] : all.map((one) => [one]);
    return groups.map(
      (group) => new Station({ ...parts, gpus: new Map(group), counts, nothingComes }),
    );
  }

  #onArrival(): void {
    const { time, model } = this.#arrivals;
    const id = this.#received++;
    const station = this.#single ?? this.#stationFor(model);
    station.enqueue(model, id, time);
    this.#emitter.arrival(time, id, model);
    station.onArrival(model);
    this.#moreArrivals = this.#arrivals.advance();
    if (this.#moreArrivals) this.#arrivalAlarm.set(this.#arrivals.time);
    station.whenFree();
  }

  /**
   * Of several stations that serve `model`, the one with the fewest of its requests waiting,
   * released or in service; then with the fewest of all; then the first.
   */
  #stationFor(model: ModelIndex): Station {
    const stations = this.#stationsOf[model] ?? [];
    let [chosen] = stations;
    if (stations.length === 1 && chosen !== undefined) return chosen;
    if (chosen === undefined) throw new InvariantError('no GPU serves the model', { model });
    for (const station of stations.slice(1)) {
      const fewer = station.present(model) - chosen.present(model) || station.load - chosen.load;
      if (fewer < 0) chosen = station;
    }
    return chosen;
  }
}
