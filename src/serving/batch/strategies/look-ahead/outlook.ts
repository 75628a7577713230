import type { ModelIndex, Seconds } from '../../../../units.js';
import type { ServerView, StrategyContext } from '../strategy.js';
import type { BelievedTimes } from './believed-times.js';
import type { Forecast } from './forecast.js';
import type { PlanState } from './plan-state.js';
import { Room } from './room.js';

/** What is hoped for of a model that waits for its next request, against one that has some. */
const HOPE = 0.9;

/** What serving a model next would bring: its next batch, and the rate of a whole visit. */
export class Outlook {
  readonly times: BelievedTimes;
  readonly forecast: Forecast;
  readonly room: Room;
  /** Worth of one request on time, by model, > 0. */
  readonly worth: Float64Array;
  /** The size that a batch is kept up to by passing over requests, by model. */
  readonly least: Int32Array;
  readonly #sla: Float64Array;
  /** Kept before deadlines after a load, s, by model. */
  readonly #margin: Float64Array;
  /** On-time requests per second in full batches, by model. */
  readonly #fullRate: Float64Array;

  /** Whether the weights of a model lie in host memory. */
  readonly #inHost: Uint8Array;

  /** The batch that `nextBatch` found: requests passed over, its size (0: none), and its end. */
  skip = 0;
  size = 0;
  end: Seconds = 0;
  /** The first request after its start, as it found it. */
  #arrived = 0;

  constructor(
    context: StrategyContext,
    times: BelievedTimes,
    forecast: Forecast,
    worth: Float64Array,
  ) {
    this.times = times;
    this.forecast = forecast;
    this.room = new Room(times.models);
    this.worth = worth;
    const { slackSigmas } = context.options;
    this.#sla = Float64Array.from(context.slaSeconds);
    this.#margin = Float64Array.from(context.models, (_, model) =>
      slackSigmas === 0 ? 0 : slackSigmas * times.anyLoad(model).sd,
    );
    this.#fullRate = new Float64Array(times.models);
    this.least = new Int32Array(times.models);
    this.#inHost = new Uint8Array(times.models);
  }

  /** Looks at the present: to be called before each plan. */
  update(view: ServerView): void {
    this.times.renew();
    this.forecast.update(view);
    this.room.note(view);
    for (let model = 0; model < this.times.models; model++) {
      this.#inHost[model] = view.isPrefetched(model) ? 1 : 0;
      const size = this.times.largest[model] as number;
      this.#fullRate[model] = size / this.times.batch(model, size);
      this.least[model] = this.#leastSize(model, size);
    }
  }

  /**
   * An efficient size; but the largest for a model that gets more requests than even such batches
   * serve. It cannot keep them all: its oldest would otherwise always be near its deadline, and
   * every batch a small one for its sake.
   */
  #leastSize(model: ModelIndex, largest: number): number {
    const isFlooded = this.forecast.rate(model) > (this.#fullRate[model] as number);
    return isFlooded ? largest : (this.times.efficient[model] as number);
  }

  /** Time to make `model` resident in `state`, s. */
  swapSeconds(state: PlanState, model: ModelIndex): Seconds {
    return state.isResident(model) ? 0 : this.#loadSeconds(state, model);
  }

  /** Time to make `model` resident now, s. */
  #loadNow(view: ServerView, model: ModelIndex): Seconds {
    if (view.isResident(model)) return 0;
    if (view.isPrefetched(model)) return this.times.load(model, model, -1);
    return this.times.load(model, view.lastLoaded, view.loadedBefore);
  }

  /**
   * What came by then, s from now, would be late even if it were served now, alone; the margin
   * after a load is kept, or it would wait for ever: no plan serves it.
   */
  hopelessUntil(view: ServerView, model: ModelIndex): Seconds {
    const load = this.#loadNow(view, model);
    return load + this.times.batch(model, 1) - this.#allowed(model, load);
  }

  /** The longest latency that counts on time after a load of `swap` seconds, s. */
  #allowed(model: ModelIndex, swap: Seconds): Seconds {
    return (this.#sla[model] as number) - (swap > 0 ? (this.#margin[model] as number) : 0);
  }

  /**
   * Beliefs know no prefetch: a model whose weights lie in host memory is believed to load as one
   * that is loaded again right after itself, of which nothing has to be read from disk.
   */
  #loadSeconds(state: PlanState, model: ModelIndex): Seconds {
    if (this.#inHost[model] === 1) return this.times.load(model, model, -1);
    return this.times.load(model, state.last, state.before);
  }

  /**
   * The next batch of `model` if its inference begins at `start`: the oldest requests that can
   * be on time, as many as have arrived, as fit, and as leave the oldest on time; but one that
   * would keep the batch below its `least` size is passed over.
   * @param from requests of the model before this one are gone. @param swap time of its load.
   * @returns whether there is one.
   */
  nextBatch(model: ModelIndex, from: number, start: Seconds, swap: Seconds): boolean {
    const { forecast, times } = this;
    const arrived = forecast.firstAfter(model, from, start);
    this.#arrived = arrived;
    const allowed = this.#allowed(model, swap);
    const least = this.least[model] as number;
    let skip = forecast.firstAfter(model, from, start + times.batch(model, 1) - allowed);
    while (skip < arrived) {
      const available = Math.min(arrived - skip, times.largest[model] as number);
      const left = allowed + forecast.arrival(model, skip) - start;
      const size = times.sizeWithin(model, left, available);
      if (size === available || size >= least) {
        this.skip = skip - from;
        this.size = size;
        this.end = start + times.batch(model, size);
        return true;
      }
      // Those that would be late in a batch of that size are passed over at once, while there are
      // enough for one.
      const latest = start + times.batch(model, least) - allowed;
      const next = forecast.firstAfter(model, skip, latest);
      skip = Math.max(skip + 1, Math.min(next, arrived - least + 1));
    }
    this.size = 0;
    return false;
  }

  /**
   * Worth per second of turning to `model` in `state`, its load included: the best of one batch,
   * of staying until its queue is empty, and of staying for one SLA. The queue is taken as a
   * fluid after the first batch. (An index of the kind of Gittins': gain over time, best stop.)
   */
  visitRate(state: PlanState, model: ModelIndex): number {
    const { forecast } = this;
    const swap = this.swapSeconds(state, model);
    const start = state.time + swap;
    const from = state.taken[model] as number;
    const arrivals = forecast.rate(model);
    const longest = this.#sla[model] as number;
    const worth = this.worth[model] as number;
    if (!this.nextBatch(model, from, start, swap)) {
      return (HOPE * worth * arrivals * longest) / (swap + longest);
    }
    const first = this.end - start;
    const queue = this.#arrived - from - this.skip;
    const full = this.#fullRate[model] as number;
    let stay = first;
    if (queue > this.size) {
      stay = arrivals < full ? Math.min(longest, queue / (full - arrivals)) : longest;
    }
    const served = queue > this.size ? full * stay : queue;
    let best = Math.max(this.size / (swap + first), served / (swap + stay));
    if (stay < longest) {
      best = Math.max(best, (served + arrivals * (longest - stay)) / (swap + longest));
    }
    return worth * best;
  }

  /**
   * No visit that begins with a load can bring more than this per second: at once as many of its
   * queue as at the fastest, or its whole queue and all that arrive during the longest stay.
   */
  mostAfterLoad(state: PlanState, model: ModelIndex): number {
    const { forecast, times } = this;
    const load = this.#loadSeconds(state, model);
    const from = state.taken[model] as number;
    const queue = forecast.firstAfter(model, from, state.time + load) - from;
    const arrivals = forecast.rate(model);
    const fastest = times.fastest[model] as number;
    const longest = this.#sla[model] as number;
    const stay = arrivals < fastest ? Math.min(longest, queue / (fastest - arrivals)) : longest;
    const atOnce = (fastest * stay) / (load + stay);
    const inAll = (queue + arrivals * longest) / (load + longest);
    return (this.worth[model] as number) * Math.max(atOnce, inAll);
  }
}
