/** What `sealsim new` can start. */
export type StarterKind = keyof typeof TEXTS;

/** The text of a commented starter file, which works as it is. */
export function starter(kind: StarterKind): string {
  return TEXTS[kind];
}

const SCENARIO = `# A sealsim scenario. Every key: docs/scenarios.md. Units: seconds, GiB, requests per second.
name: my-scenario
seed: 1 # a whole number or a text; the same seed gives the same run
replications: 1 # more of them give confidence intervals
durationSeconds: 600 # arrivals stop here
drainSeconds: complete # or seconds: what finishes until then still counts
sla:
  seconds: 60 # on time: latency below this
  # perModel: { gemma-7b: 30 }
tee:
  mode: cc # off | cc
  # preset: h100-hopper        # cc as off with measured effects, with sources: docs/tee-presets.md
  # factors: { load: 2.4, perBatchSeconds: 0.3 } # cc as off with factors, if it was not measured
arrivals: # poisson | gamma | constant | bursty | ramp | piecewise | diurnal | trace | superposition
  process: poisson
  rate: 2
models:
  mix: { gemma-7b: 0.4, llama3-8b: 0.6 } # probabilities; they sum to 1
server:
  profile: h100-sincere # a built-in name (sealsim list), the path of a file, or a mapping
  swapTimes: in-experiment # profiled | in-experiment | disk | history
  batchTimes: in-experiment # profiled | in-experiment
  semantics: lossless # lossless | as-published
  # rules: { timerPollSeconds: 0.2 } # single rules that differ from the semantics
  # gpu: { residentModels: 2, reserveGiB: 10, eviction: lru }
strategy:
  name: best-batch+timer # a built-in name (sealsim list)
  # module: ./strategy.mjs # or your own: sealsim new strategy
  # sizes: { gemma-7b: 32 } # batch size that triggers a release; default: the profile's best batch
`;

const SWEEP = `# A sealsim sweep: variants of a scenario, side by side. Every key: docs/sweeps.md.
name: my-sweep # results go to results/my-sweep
scenario: scenario.yaml # relative to this file; sealsim new scenario writes one
# set: { durationSeconds: 1200 } # settings of all cells
axes: # every combination is a cell; the last axis changes fastest
  - path: arrivals.rate # a path of the scenario, as after --set
    range: { from: 1, to: 4, step: 0.5 } # or values: [1, 2, 4], or logRange: { from, to, count }
  - name: dispatch # a name of your own for several settings at once
    variants:
      lossless: { server.semantics: lossless }
      as-published: { server.semantics: as-published, strategy.timerSigmas: 2 }
  - path: tee.mode
    values: [off, cc]
# exclude: [{ tee.mode: off, arrivals.rate: [3.5, 4] }] # cells that are left out
replications: 20 # of each cell, on the same random draws; more of them give narrower intervals
compare: { axis: tee.mode, baseline: off } # which differences are of interest
# rank: { axis: dispatch, metric: sla.attainmentReceived } # which choice is best
# metrics: [sla.attainmentReceived, latencySeconds.p95] # default: all (sealsim list metrics)
keep: # for figures
  latencyHistogram: true
  # timeline: [{ arrivals.rate: 2, dispatch: lossless }]
`;

const STRATEGY = `/**
 * A sealsim strategy: when the GPU is free, serve the model whose oldest request is closest to its
 * deadline. Use it in a scenario with \`strategy: { module: ./strategy.mjs }\`.
 *
 * The server asks at certain moments (hooks); each hook is optional and returns one decision,
 * a list of them, or nothing:
 *   onArrival(view, model)   a request has just been queued
 *   onTimer(view, model)     the timer that this strategy set has expired
 *   onIdle(view)             the GPU is free and no released batch waits
 *   onBatchStart(view, model)  inference of a batch begins
 *   onBatchEnd(view, model)  a batch has been served
 *   onLoaded(view, model)    a model has become resident
 *   onPoll(view, resident)   a periodic look; ask for it with \`poll\`
 * Decisions:
 *   { action: 'release', model, count, reason }   count: 1 to waiting, or 'all'
 *   { action: 'set-timer', model, at, reason }    at: a time in seconds, not before view.now
 *   { action: 'clear-timer', model, reason }
 *   { action: 'drop', model, count, reason }
 *   { action: 'load', model, reason }             if view.canLoad(model)
 *   { action: 'prefetch', model, reason }         if view.canPrefetch(model)
 *
 * @type {import('sealsim').StrategyDefinition}
 */
const strategy = {
  name: 'my-strategy',
  summary: 'when the GPU is free, serve the model whose oldest request is most urgent',

  // Called once per run. Keep what you remember in here: runs must not share it.
  create({ models, slaSeconds, options, believed }) {
    return {
      onIdle(view) {
        const waiting = models.map((_, model) => model).filter((model) => view.waiting(model) > 0);
        if (waiting.length === 0) return undefined;
        const deadline = (model) => view.arrivalOf(model, 0) + slaSeconds[model];
        const model = waiting.reduce((best, next) =>
          deadline(next) < deadline(best) ? next : best,
        );
        const cap = options.batchCap ?? believed.maxBatch(model);
        const count = Math.min(view.waiting(model), cap);
        // The reason is written to decisions.csv.
        return { action: 'release', model, count, reason: \`due at \${deadline(model)} s\` };
      },
    };
  },
};

export default strategy;
`;

const TEXTS = { scenario: SCENARIO, sweep: SWEEP, strategy: STRATEGY };
