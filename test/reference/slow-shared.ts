/**
 * Several GPUs with shared queues under `greedy`, written anew and slowly: lists that are searched
 * at every step, nothing of the engine. One model in memory at a time, constant durations, nothing
 * written.
 */
export interface SharedWorld {
  readonly gpus: number;
  /** Largest batch. */
  readonly cap: number;
  readonly loadSeconds: readonly number[];
  readonly unloadSeconds: readonly number[];
  readonly batchSeconds: (model: number, size: number) => number;
  /** In order of time, no two at one. */
  readonly requests: readonly { readonly time: number; readonly model: number }[];
}

export interface SharedBatch {
  readonly gpu: number;
  readonly model: number;
  readonly requests: readonly number[];
  readonly startedAt: number;
  readonly completedAt: number;
}

interface SlowGpu {
  readonly number: number;
  freeAt: number;
  resident: number;
}

/** Batches in the order in which their service began. */
export function serveShared(world: SharedWorld): readonly SharedBatch[] {
  const gpus = Array.from(
    { length: world.gpus },
    (_, number): SlowGpu => ({ number, freeAt: Number.NEGATIVE_INFINITY, resident: -1 }),
  );
  const batches: SharedBatch[] = [];
  const taken = new Set<number>();
  const moments = world.requests.map(({ time }) => time);
  while (moments.length > 0) {
    const now = Math.min(...moments);
    moments.splice(moments.indexOf(now), 1);
    for (;;) {
      const waiting = world.requests.flatMap(({ time }, id) =>
        time <= now && !taken.has(id) ? [id] : [],
      );
      const oldest = waiting[0];
      if (oldest === undefined) break;
      const model = world.requests[oldest]?.model ?? -1;
      const free = gpus.filter((gpu) => gpu.freeAt <= now);
      const gpu = free.find((each) => each.resident === model) ?? free[0];
      if (gpu === undefined) break;
      const mine = waiting.filter((id) => world.requests[id]?.model === model).slice(0, world.cap);
      for (const id of mine) taken.add(id);
      const completedAt = now + swap(world, gpu, model) + world.batchSeconds(model, mine.length);
      gpu.freeAt = completedAt;
      gpu.resident = model;
      moments.push(completedAt);
      batches.push({ gpu: gpu.number, model, requests: mine, startedAt: now, completedAt });
    }
  }
  return batches;
}

function swap({ loadSeconds, unloadSeconds }: SharedWorld, gpu: SlowGpu, model: number): number {
  if (gpu.resident === model) return 0;
  const unload = gpu.resident < 0 ? 0 : (unloadSeconds[gpu.resident] ?? Number.NaN);
  return unload + (loadSeconds[model] ?? Number.NaN);
}
