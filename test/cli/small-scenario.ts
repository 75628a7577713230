/** One model, loaded from the start: a run takes milliseconds. */
export const SMALL_SCENARIO = `name: small
seed: 5
durationSeconds: 60
sla: { seconds: 3 }
arrivals: { process: poisson, rate: 2 }
models: { mix: { tiny: 1 } }
server:
  profile:
    gpu: { memoryGiB: 80 }
    models:
      tiny:
        weightsGiB: 1
        bestBatch: 4
        off:
          batch: { profiled: { a: 0.5, b: 0.1, cv: 0.2, family: gamma } }
          swap: { profiled: { load: { mean: 2, sd: 0.5 }, unload: { mean: 0.1, sd: 0.01 }, family: gamma } }
        cc:
          batch: { profiled: { a: 0.7, b: 0.1, cv: 0.2, family: gamma } }
          swap: { profiled: { load: { mean: 4, sd: 0.5 }, unload: { mean: 0.1, sd: 0.01 }, family: gamma } }
strategy: { name: greedy }
`;
