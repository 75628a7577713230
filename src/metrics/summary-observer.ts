import { InvariantError } from '../errors.js';
import type { ArrivalFact, BatchFact, Fact, Observer, PhaseFact } from '../events/facts.js';
import type { ModelIndex, Seconds } from '../units.js';
import { CompensatedSum } from './compensated-sum.js';
import { fairnessOf } from './fairness.js';
import { GpuTally } from './gpu-tally.js';
import { GpuTime } from './gpu-time.js';
import { ExactLatencies, LatencyHistograms, type LatencyKeeper } from './latency/keepers.js';
import { latencySummary, SUMMARY_PROBABILITIES } from './latency/latency-tally.js';
import { Moments } from './latency/moments.js';
import { checkConservation, ModelTally, slaSummary, totalCounts } from './model-tally.js';
import { PublishedTally } from './published-tally.js';
import type {
  LatencySummary,
  ModelSummary,
  PublishedSummary,
  RequestCounts,
  RunSummary,
} from './summary.js';

/** What a summary needs to know of the run. */
export interface RunContext {
  readonly models: readonly string[];
  /** By model index. */
  readonly slaSeconds: readonly Seconds[];
  /** When arrivals stop: the end of the window for shares and throughput. */
  readonly durationSeconds: Seconds;
  /** `exact`: 8 bytes per processed request; `histogram`: fixed size, quantiles within 0.5 %. */
  readonly latency: 'exact' | 'histogram';
  /**
   * The observer is told only of what comes after this time (`AfterWarmUp`): the window begins
   * here, and all that is processed of what arrived in it counts as its throughput. Default: the
   * whole run, in which the window begins with the first arrival.
   */
  readonly warmUpSeconds?: Seconds;
  /** How many GPUs there are. Default: 1. */
  readonly gpus?: number;
}

/** Folds a run's facts into its summary. Keeps one number per processed request, or none. */
export class SummaryObserver implements Observer {
  readonly #context: RunContext;
  readonly #keeper: LatencyKeeper;
  readonly #models: readonly ModelTally[];
  readonly #gpu: GpuTime;
  /** Of each GPU, where there are several. */
  readonly #perGpu: readonly GpuTally[];
  readonly #several: boolean;
  readonly #published: PublishedTally;
  readonly #inference = new CompensatedSum();
  #firstArrival = Number.NaN;
  #inWindow = 0;
  #ended = false;

  constructor(context: RunContext) {
    const { models, slaSeconds, durationSeconds, latency } = context;
    const keeper =
      latency === 'exact'
        ? new ExactLatencies(models.length)
        : new LatencyHistograms(models.length);
    this.#context = context;
    this.#keeper = keeper;
    this.#models = models.map(
      (_, model) => new ModelTally(slaOf(slaSeconds, model), keeper.of(model)),
    );
    const { gpus = 1, warmUpSeconds } = context;
    this.#gpu = new GpuTime(durationSeconds, gpus);
    this.#perGpu = Array.from({ length: gpus > 1 ? gpus : 0 }, () => new GpuTally(durationSeconds));
    this.#several = gpus > 1;
    if (warmUpSeconds !== undefined) this.#openWindow(warmUpSeconds);
    this.#published = new PublishedTally(durationSeconds);
  }

  observe(fact: Fact): void {
    switch (fact.kind) {
      case 'arrival':
        this.#arrival(fact);
        return;
      case 'batch':
        this.#batch(fact);
        return;
      case 'phase':
        this.#phase(fact);
        return;
      case 'background':
        if (fact.operation === 'load' && fact.outcome === 'completed') {
          this.#swap(fact.model, fact.gpu);
        }
        return;
      case 'loss':
        this.#tally(fact.model).lost += fact.requests.count;
        return;
      case 'drop':
        this.#tally(fact.model).dropped += fact.requests.count;
        return;
      case 'left-over':
        this.#tally(fact.model).leftOver += fact.requests.count;
        return;
      case 'end':
        this.#end();
        return;
      case 'decision':
        return;
    }
  }

  /**
   * The run's figures; NaN where one is undefined.
   * @throws InvariantError before the run has ended.
   */
  summary(): RunSummary {
    if (!this.#ended) throw new InvariantError('the run has not ended');
    const { models, warmUpSeconds } = this.#context;
    const counts = totalCounts(this.#models);
    const latencySeconds = this.#overallLatency();
    const sla = slaSummary(this.#commonSla(), this.#onTime(), counts);
    const batches = sumOf(this.#models, (model) => model.batches);
    const swaps = sumOf(this.#models, (model) => model.swaps);
    const perModel = this.#models.map((_, model) => this.#modelSummary(model));
    return {
      requests: counts,
      latencySeconds,
      sla,
      throughput: {
        requestsPerSecond:
          (warmUpSeconds === undefined ? this.#inWindow : counts.processed) /
          this.#gpu.windowSeconds,
        inferenceRequestsPerSecond: counts.processed / this.#inference.value,
      },
      gpu: this.#gpu.shares(),
      swaps: { count: swaps },
      batches: { count: batches, meanSize: counts.processed / batches },
      fairness: fairnessOf(
        perModel
          .filter((model) => model.requests.received > 0)
          .map((model) => model.sla.attainmentReceived),
      ),
      perModel: Object.fromEntries(
        models.map((name, index) => [name, perModel[index] as ModelSummary]),
      ),
      ...this.#severalGpus(),
      published: this.#publishedSummary(counts, latencySeconds, batches, swaps),
      horizon: { warmUpSeconds: warmUpSeconds ?? 0 },
    };
  }

  #arrival(fact: ArrivalFact): void {
    if (Number.isNaN(this.#firstArrival)) {
      this.#firstArrival = fact.time;
      if (this.#context.warmUpSeconds === undefined) this.#openWindow(fact.time);
    }
    this.#tally(fact.model).received++;
  }

  #batch(fact: BatchFact): void {
    this.#tally(fact.model).addBatch(fact);
    if (this.#several) this.#ofGpu(fact.gpu).addBatch(fact);
    this.#inference.add(fact.completedAt - fact.inferenceStart);
    this.#published.add(fact);
    if (fact.completedAt <= this.#context.durationSeconds) this.#inWindow += fact.requests.count;
  }

  #phase(fact: PhaseFact): void {
    this.#gpu.add(fact);
    if (this.#several) this.#ofGpu(fact.gpu).addPhase(fact);
    // As the system's own counter does: a switch counts once its load has ended.
    if (fact.phase === 'load' && fact.completed) this.#swap(fact.model, fact.gpu);
  }

  #swap(model: ModelIndex, gpu: number): void {
    this.#tally(model).swaps++;
    if (this.#several) this.#ofGpu(gpu).addSwap();
  }

  #ofGpu(gpu: number): GpuTally {
    const tally = this.#perGpu[gpu];
    if (tally === undefined) throw new InvariantError('no GPU of this number', { gpu });
    return tally;
  }

  #openWindow(start: Seconds): void {
    this.#gpu.open(start);
    for (const gpu of this.#perGpu) gpu.open(start);
  }

  /** Nothing where there is one GPU: that is what the figures of the run are of. */
  #severalGpus(): Pick<RunSummary, 'gpus' | 'perGpu'> {
    const count = this.#perGpu.length;
    if (count === 0) return {};
    const gpuHours = (count * this.#context.durationSeconds) / 3600;
    const summaries = this.#perGpu.map((gpu, number) => [String(number), gpu.summary()]);
    return { gpus: { count, gpuHours }, perGpu: Object.fromEntries(summaries) };
  }

  #end(): void {
    this.#models.forEach((tally, model) => {
      checkConservation(this.#context.models[model] ?? String(model), tally.counts());
    });
    this.#ended = true;
  }

  #tally(model: ModelIndex): ModelTally {
    return this.#models[model] as ModelTally;
  }

  #onTime(): number {
    return sumOf(this.#models, (model) => model.latency.onTime);
  }

  /** The SLA, if all models have the same. */
  #commonSla(): Seconds {
    const [first = Number.NaN, ...rest] = this.#context.slaSeconds;
    return rest.every((seconds) => seconds === first) ? first : Number.NaN;
  }

  #overallLatency(): LatencySummary {
    const moments = new Moments();
    for (const model of this.#models) moments.merge(model.latency.moments);
    const max = Math.max(...this.#models.map((model) => model.latency.max));
    return latencySummary(moments, max, this.#keeper.overallQuantiles(SUMMARY_PROBABILITIES));
  }

  #modelSummary(model: ModelIndex): ModelSummary {
    const tally = this.#tally(model);
    const requests = tally.counts();
    const { latency } = tally;
    const quantiles = this.#keeper.quantiles(model, SUMMARY_PROBABILITIES);
    return {
      requests,
      latencySeconds: latencySummary(latency.moments, latency.max, quantiles),
      sla: slaSummary(tally.slaSeconds, latency.onTime, requests),
      batches: { count: tally.batches, meanSize: tally.processed / tally.batches },
      swaps: { count: tally.swaps },
    };
  }

  #publishedSummary(
    counts: RequestCounts,
    latency: LatencySummary,
    batches: number,
    switchesTotal: number,
  ): PublishedSummary {
    const totalTimeSeconds = this.#published.totalTimeSeconds(this.#firstArrival);
    const onTime = this.#onTime();
    return {
      overallThroughput: counts.processed / totalTimeSeconds,
      inferenceShare:
        this.#published.inferenceSeconds / (totalTimeSeconds * (this.#context.gpus ?? 1)),
      meanLatencySeconds: latency.mean,
      p95LatencySeconds: latency.p95,
      slaProcessed: onTime / counts.processed,
      slaReceived: onTime / counts.received,
      lost: (counts.received - counts.processed) / counts.received,
      switchesTotal,
      batches,
      totalTimeSeconds,
    };
  }
}

function slaOf(slaSeconds: readonly Seconds[], model: ModelIndex): Seconds {
  const seconds = slaSeconds[model];
  if (seconds === undefined) throw new InvariantError('a model has no SLA', { model });
  return seconds;
}

function sumOf(models: readonly ModelTally[], figure: (model: ModelTally) => number): number {
  return models.reduce((sum, model) => sum + figure(model), 0);
}
