import { createRunKey } from '../../src/random/run-key.js';
import type { UniformStream } from '../../src/random/types.js';
import { createArrivals } from '../../src/workload/arrivals.js';
import type { ArrivalsConfig, TraceConfig, WorkloadConfig } from '../../src/workload/config.js';
import type { ArrivalProcess } from '../../src/workload/types.js';

/** A workload with sensible values for what a test does not care about. */
export function workload(
  arrivals: ArrivalsConfig,
  overrides: Partial<WorkloadConfig> = {},
): WorkloadConfig {
  return { arrivals, mix: [0.1, 0.3, 0.6], modelCount: 3, durationSeconds: 100, ...overrides };
}

export interface Arrival {
  readonly time: number;
  readonly model: number;
}

/** Every request of a workload. */
export function collect(config: WorkloadConfig, seed = 'test', replication = 0): Arrival[] {
  const source = createArrivals(config, createRunKey(seed, replication));
  const arrivals: Arrival[] = [];
  while (source.advance()) arrivals.push({ time: source.time, model: source.model });
  return arrivals;
}

export function times(arrivals: readonly Arrival[]): number[] {
  return arrivals.map(({ time }) => time);
}

/** The first `count` times of a process. */
export function take(process: ArrivalProcess, count: number): number[] {
  return Array.from({ length: count }, () => process.next());
}

/** Unit exponentials, as a process should draw them from this stream. */
export function exponentials(stream: UniformStream, count: number): number[] {
  return Array.from({ length: count }, () => -Math.log(1 - stream.next()));
}

export function trace(rows: readonly number[], models?: readonly number[]): TraceConfig {
  return {
    process: 'trace',
    file: 'trace.csv',
    sha256: '',
    columns: { time: 't_s', model: null },
    times: Float64Array.from(rows),
    models: models === undefined ? null : Uint16Array.from(models),
    lengths: null,
  };
}
