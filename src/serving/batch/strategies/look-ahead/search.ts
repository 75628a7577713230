import type { ModelIndex, Seconds } from '../../../../units.js';
import type { ServerView } from '../strategy.js';
import type { Outlook } from './outlook.js';
import { PlanState } from './plan-state.js';

/** How far and how wide a plan is searched. */
export interface SearchSettings {
  /** Batches that are chosen freely, ≥ 1. */
  readonly depth: number;
  /** Partial plans kept at each step, and models considered, ≥ 1. */
  readonly width: number;
  /** Gains are discounted by e per this time, s, > 0. */
  readonly discountSeconds: Seconds;
}

/** Plans are followed for this many discount times. */
const HORIZON = 1.2;
/** A plan that waits for a request looks again this long after it has come, s. */
const WAIT_SECONDS = 0.2;
/** For each partial plan that is kept, so many models are considered. */
const CANDIDATES = 4;
/** Beyond the free choice, small batches of one model count together for up to this time, s. */
const GATHER_SECONDS = 8;
/** What a plan's continuation begins with: not known; nothing can be served. */
const UNKNOWN = -1;
const NONE = -2;

/**
 * Searches for the plan that is worth most: a beam over its first batches. Every partial plan is
 * valued by following it to the horizon with the rule "turn to the model with the best visit
 * rate": its discounted worth, over that of one request per second.
 *
 * No plan is valued by itself alone. A short one ends before the load that it makes necessary, and
 * a long one without a discount is worth as much if it begins with waiting.
 */
export class Search {
  readonly #outlook: Outlook;
  readonly #settings: SearchSettings;
  #layer: PlanState[];
  #next: PlanState[];
  readonly #scratch: PlanState;
  readonly #best: PlanState;
  /** The batch that the rule would serve next; of size 0 if it would wait. */
  #ruledSkip = 0;
  #ruledSize = 0;
  #ruledEnd: Seconds = 0;
  readonly #candidates: Int32Array;
  #candidateCount = 0;
  readonly #rates: Float64Array;

  constructor(outlook: Outlook, models: number, settings: SearchSettings) {
    this.#outlook = outlook;
    this.#settings = settings;
    const width = settings.width;
    this.#layer = Array.from({ length: width + 1 }, () => new PlanState(models, outlook.room));
    this.#next = Array.from({ length: width + 1 }, () => new PlanState(models, outlook.room));
    this.#scratch = new PlanState(models, outlook.room);
    this.#best = new PlanState(models, outlook.room);
    this.#candidates = new Int32Array(Math.min(models, CANDIDATES * width));
    this.#rates = new Float64Array(this.#candidates.length);
  }

  /**
   * The best plan from now, or from when the GPU will be free, `afterSeconds` from now.
   * @returns undefined if nothing that waits can be on time. Valid until the next call.
   */
  best(view: ServerView, afterSeconds: Seconds): PlanState | undefined {
    const root = this.#layer[0] as PlanState;
    root.start(view, afterSeconds);
    this.#choose(root, view.modelCount);
    this.#best.value = Number.NEGATIVE_INFINITY;
    let count = 1;
    for (let step = 0; step < this.#settings.depth && count > 0; step++) {
      count = this.#extend(count);
      const layer = this.#layer;
      this.#layer = this.#next;
      this.#next = layer;
    }
    return this.#best.value > Number.NEGATIVE_INFINITY ? this.#best : undefined;
  }

  /** The models worth considering: those with the best visit rates now. */
  #choose(root: PlanState, models: number): void {
    const width = this.#candidates.length;
    this.#candidateCount = 0;
    for (let model = 0; model < models; model++) {
      const rate = models > width ? this.#outlook.visitRate(root, model) : 0;
      let at = this.#candidateCount;
      while (at > 0 && (this.#rates[at - 1] as number) < rate) at--;
      if (at === width) continue;
      if (this.#candidateCount < width) this.#candidateCount++;
      for (let move = this.#candidateCount - 1; move > at; move--) {
        this.#rates[move] = this.#rates[move - 1] as number;
        this.#candidates[move] = this.#candidates[move - 1] as number;
      }
      this.#rates[at] = rate;
      this.#candidates[at] = model;
    }
  }

  /** Extends `count` plans by one batch each way and keeps the best. @returns how many. */
  #extend(count: number): number {
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const state = this.#layer[at] as PlanState;
      for (let pick = 0; pick < this.#candidateCount; pick++) {
        const model = this.#candidates[pick] as number;
        const child = this.#next[kept] as PlanState;
        child.copyFrom(state);
        if (!this.#serve(child, model)) continue;
        // The rule's own choice has been followed already, when the shorter plan was.
        if (model !== state.follows) this.#follow(child);
        else child.follows = this.#greedy(child);
        kept = this.#keep(kept);
      }
    }
    return kept;
  }

  /** Values a plan by following the rule to the horizon: worth per second that is its like. */
  #follow(plan: PlanState): void {
    const { discountSeconds } = this.#settings;
    const horizon = HORIZON * discountSeconds;
    const state = this.#scratch;
    state.copyFrom(plan);
    plan.follows = NONE;
    while (state.time < horizon) {
      const model = this.#greedy(state);
      if (model < 0) break;
      const served = this.#ruledSize > 0;
      if (served) this.#take(state, model, this.#ruledSkip, this.#ruledSize, this.#ruledEnd);
      if (plan.follows === NONE) plan.follows = served ? model : UNKNOWN;
      if (served) this.#gather(state, model);
      else if (!this.#await(state, model)) break;
    }
    const time = Math.max(horizon, state.time);
    plan.value = state.score / (1 - Math.exp(-time / discountSeconds));
    plan.firstLoad = state.firstLoad;
    if (plan.value > this.#best.value) this.#best.copyFrom(plan);
  }

  /** After a small batch: counts with what arrives until it would have been an efficient one. */
  #gather(state: PlanState, model: ModelIndex): void {
    const { forecast, times, worth } = this.#outlook;
    const missing = (times.efficient[model] as number) - this.#ruledSize;
    if (missing <= 0) return;
    const taken = state.taken[model] as number;
    const complete = forecast.arrival(model, taken + missing - 1);
    const latest = state.time + GATHER_SECONDS;
    const until = Math.min(complete, latest);
    if (!(until > state.time)) return;
    const more = complete <= latest ? missing : forecast.firstAfter(model, taken, until) - taken;
    state.taken[model] = taken + more;
    state.time = until;
    const discount = Math.exp(-until / this.#settings.discountSeconds);
    state.score += (worth[model] as number) * more * discount;
  }

  /** Puts the state behind the last of the next layer in order among them. */
  #keep(kept: number): number {
    const state = this.#next[kept] as PlanState;
    let at = kept;
    for (; at > 0 && (this.#next[at - 1] as PlanState).value < state.value; at--) {
      this.#next[at] = this.#next[at - 1] as PlanState;
    }
    this.#next[at] = state;
    return Math.min(this.#settings.width, kept + 1);
  }

  /** The model with the best visit rate, the one in use if no other can be better; −1: none. */
  #greedy(state: PlanState): ModelIndex {
    const outlook = this.#outlook;
    const inUse = state.residentCount > 0 ? (state.residents[0] as number) : -1;
    let best = inUse;
    let rate = inUse < 0 ? 0 : outlook.visitRate(state, inUse);
    this.#remember();
    for (let pick = 0; pick < this.#candidateCount; pick++) {
      const model = this.#candidates[pick] as number;
      if (model === inUse) continue;
      if (!state.isResident(model) && outlook.mostAfterLoad(state, model) <= rate) continue;
      const other = outlook.visitRate(state, model);
      if (other > rate) {
        rate = other;
        best = model;
        this.#remember();
      }
    }
    return rate > 0 ? best : -1;
  }

  /** Keeps the batch that the outlook has found: it is the rule's choice so far. */
  #remember(): void {
    this.#ruledSkip = this.#outlook.skip;
    this.#ruledSize = this.#outlook.size;
    this.#ruledEnd = this.#outlook.end;
  }

  /** Adds the next batch of `model` to the plan. @returns false if there is none. */
  #serve(state: PlanState, model: ModelIndex): boolean {
    const outlook = this.#outlook;
    const swap = outlook.swapSeconds(state, model);
    if (!outlook.nextBatch(model, state.taken[model] as number, state.time + swap, swap)) {
      return false;
    }
    this.#take(state, model, outlook.skip, outlook.size, outlook.end);
    return true;
  }

  #take(state: PlanState, model: ModelIndex, skip: number, size: number, end: Seconds): void {
    state.use(model);
    if (state.firstModel < 0) {
      state.firstModel = model;
      state.firstSkip = skip;
      state.firstSize = size;
    }
    state.taken[model] = (state.taken[model] as number) + skip + size;
    state.time = end;
    const worth = (this.#outlook.worth[model] as number) * size;
    state.score += worth * Math.exp(-end / this.#settings.discountSeconds);
  }

  /** Loads `model` and waits for its next request. @returns false if none is expected. */
  #await(state: PlanState, model: ModelIndex): boolean {
    const outlook = this.#outlook;
    const ready = state.time + outlook.swapSeconds(state, model);
    state.use(model);
    const from = outlook.forecast.firstAfter(model, state.taken[model] as number, ready);
    state.taken[model] = from;
    state.time = Math.max(ready, outlook.forecast.arrival(model, from)) + WAIT_SECONDS;
    return state.time < Number.POSITIVE_INFINITY;
  }
}
