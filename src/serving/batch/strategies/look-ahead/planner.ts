import type { ModelIndex, Seconds } from '../../../../units.js';
import type { Answer, Decision, ServerView, Strategy, StrategyContext } from '../strategy.js';
import { BelievedTimes } from './believed-times.js';
import type { Reweigh } from './fairness.js';
import { Forecast } from './forecast.js';
import { Outlook } from './outlook.js';
import type { PlanState } from './plan-state.js';
import { Search } from './search.js';
import { Standing } from './standing.js';

/** A plan has to see past the deadlines of now, and there and back again over a few loads. */
const DISCOUNT_SLAS = 2;
const DISCOUNT_LOADS = 4;

/**
 * What all look-ahead strategies do: whenever the GPU is free, give up what cannot be on time, search
 * for the best plan, and carry out its first step: a load, or a batch if the model is resident.
 * After a load it plans anew, so that what came meanwhile joins the batch.
 */
export class Planner implements Strategy {
  readonly #sla: readonly Seconds[];
  readonly #forecast: Forecast;
  readonly #outlook: Outlook;
  readonly #search: Search;
  readonly #standing: Standing;
  readonly #reweigh: Reweigh;
  /** Arrivals of the batch in service. */
  readonly #served: Float64Array;
  #servedCount = 0;

  constructor(context: StrategyContext, reweigh: Reweigh) {
    const { models, options, slaSeconds } = context;
    const times = new BelievedTimes(context);
    const worth = new Float64Array(models.length).fill(1);
    this.#sla = slaSeconds;
    this.#forecast = new Forecast(models.length, options.rateWindowSeconds);
    this.#outlook = new Outlook(context, times, this.#forecast, worth);
    this.#search = new Search(this.#outlook, models.length, {
      depth: options.lookAhead,
      width: options.beamWidth,
      discountSeconds: discountSeconds(slaSeconds, times),
    });
    this.#standing = new Standing(models.length);
    this.#reweigh = reweigh;
    this.#served = new Float64Array(Math.max(...times.largest));
  }

  onArrival(view: ServerView, model: ModelIndex): undefined {
    this.#forecast.note(view, model);
  }

  onIdle(view: ServerView): Answer {
    this.#outlook.update(view);
    const hopeless = this.#dropHopeless(view);
    if (hopeless.length > 0) return hopeless;
    const plan = this.#plan(view, 0);
    return plan === undefined ? undefined : this.#firstStep(view, plan);
  }

  onBatchEnd(view: ServerView, model: ModelIndex): undefined {
    const count = this.#servedCount;
    let onTime = 0;
    for (let at = 0; at < count; at++) {
      if (view.now - (this.#served[at] as number) < (this.#sla[model] as number)) onTime++;
    }
    this.#servedCount = 0;
    if (count > 0) this.#standing.note(model, onTime, count, view.now);
  }

  /** The model that the best plan from the end of the batch in service loads first; −1: none. */
  nextLoad(view: ServerView, model: ModelIndex): ModelIndex {
    this.#outlook.update(view);
    const { times } = this.#outlook;
    const size = Math.max(1, Math.min(view.inService, times.largest[model] as number));
    return this.#plan(view, times.batch(model, size))?.firstLoad ?? -1;
  }

  #plan(view: ServerView, afterSeconds: Seconds): PlanState | undefined {
    this.#reweigh(this.#standing, this.#outlook.worth, view.now);
    return this.#search.best(view, afterSeconds);
  }

  /** Gives up what would be late even if it were served now, alone. */
  #dropHopeless(view: ServerView): Decision[] {
    const decisions: Decision[] = [];
    for (let model = 0; model < view.modelCount; model++) {
      const waiting = view.waiting(model);
      if (waiting === 0) continue;
      const latest = this.#outlook.hopelessUntil(view, model);
      const count = Math.min(waiting, this.#forecast.firstAfter(model, 0, latest));
      if (count > 0) decisions.push(this.#drop(view, model, count, 'late even if served now'));
    }
    return decisions;
  }

  #firstStep(view: ServerView, plan: PlanState): Answer {
    const model = plan.firstModel;
    if (!view.isResident(model) && view.canLoad(model)) {
      return { action: 'load', model, reason: 'the best plan turns to it' };
    }
    const skip = Math.min(plan.firstSkip, view.waiting(model));
    const count = Math.min(plan.firstSize, view.waiting(model) - skip);
    if (count === 0) return undefined;
    for (let at = 0; at < count; at++) this.#served[at] = view.arrivalOf(model, skip + at);
    this.#servedCount = count;
    const release = {
      action: 'release',
      model,
      count,
      reason: 'the best plan begins with it',
    } as const;
    if (skip === 0) return release;
    return [this.#drop(view, model, skip, 'would keep the batch small'), release];
  }

  #drop(view: ServerView, model: ModelIndex, count: number, reason: string): Decision {
    this.#standing.note(model, 0, count, view.now);
    return { action: 'drop', model, count, reason };
  }
}

/** The time over which a gain counts e times less. */
function discountSeconds(slaSeconds: readonly Seconds[], times: BelievedTimes): Seconds {
  let sum = 0;
  slaSeconds.forEach((sla, model) => {
    sum += DISCOUNT_SLAS * sla + DISCOUNT_LOADS * times.anyLoad(model).mean;
  });
  return sum / slaSeconds.length;
}
