import { StrategyHarness } from '../../../../../src/serving/batch/harness.js';
import type {
  Decision,
  StrategyDefinition,
  StrategyOptions,
} from '../../../../../src/serving/batch/strategies/strategy.js';

/** A popular model and a rare one, 10 s to load either, and more requests than can be on time. */
export const MODELS = ['common', 'rare'];
const RATES = [8, 0.8];
const LOAD_SECONDS = 10;
const SLA_SECONDS = 60;
const DURATION_SECONDS = 1200;

export const believed = {
  loadSeconds: () => ({ mean: LOAD_SECONDS, sd: 1 }),
  unloadSeconds: () => ({ mean: 0, sd: 0 }),
  batchSeconds: (_model: number, size: number) => 1 + 0.1 * size,
  bestBatch: () => 64,
  maxBatch: () => 64,
};

export function harness(definition: StrategyDefinition, options: Partial<StrategyOptions> = {}) {
  return new StrategyHarness(definition, {
    models: MODELS,
    slaSeconds: SLA_SECONDS,
    believed,
    options,
  });
}

/** Lets `count` requests arrive, `gap` seconds apart. */
export function arrive(
  test: StrategyHarness,
  model: string,
  count: number,
  from: number,
  gap: number,
): void {
  for (let at = 0; at < count; at++) test.arrive(model, from + at * gap);
}

/** A server whose durations are those believed, under a steady load. */
class SteadyServer {
  readonly #test: StrategyHarness;
  readonly #received = RATES.map(() => 0);
  readonly #onTime = RATES.map(() => 0);
  #now = 0;

  constructor(definition: StrategyDefinition, options: Partial<StrategyOptions>) {
    this.#test = harness(definition, options);
  }

  run(): number[] {
    while (this.#now < DURATION_SECONDS) this.#step();
    return this.#onTime.map((count, model) => count / (this.#received[model] as number));
  }

  #step(): void {
    const waiting = MODELS.map((_, model) =>
      Array.from({ length: this.#test.waiting(model) }, (__, at) =>
        this.#test.arrivalOf(model, at),
      ),
    );
    const decisions = this.#test.idle();
    const seconds = decisions.length === 0 ? 0.5 : Math.max(...decisions.map(secondsOf));
    this.#advance(this.#now + seconds);
    for (const decision of decisions) {
      const queue = waiting[decision.model] as number[];
      if (decision.action === 'drop') queue.splice(0, decision.count);
      if (decision.action !== 'release') continue;
      const batch = queue.slice(0, decision.count as number);
      const onTime = batch.filter((arrival) => this.#now - arrival < SLA_SECONDS).length;
      this.#onTime[decision.model] = (this.#onTime[decision.model] as number) + onTime;
      this.#test.finish(MODELS[decision.model] as string);
    }
  }

  /** Moves the clock; requests arrive on the way, those of each model evenly spaced. */
  #advance(until: number): void {
    for (;;) {
      const next = RATES.map((rate, model) => ((this.#received[model] as number) + 1) / rate);
      const model = (next[0] as number) <= (next[1] as number) ? 0 : 1;
      if ((next[model] as number) > until) break;
      this.#test.arrive(MODELS[model] as string, next[model] as number);
      this.#received[model] = (this.#received[model] as number) + 1;
    }
    this.#test.advanceTo(until);
    this.#now = until;
  }
}

function secondsOf(decision: Decision): number {
  if (decision.action === 'load') return LOAD_SECONDS;
  if (decision.action !== 'release') return 0;
  return believed.batchSeconds(decision.model, decision.count as number);
}

/** Attainment of the two models over 20 minutes. */
export function attainments(
  definition: StrategyDefinition,
  options: Partial<StrategyOptions> = {},
): [number, number] {
  return new SteadyServer(definition, options).run() as [number, number];
}
