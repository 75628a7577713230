import { InvariantError } from '../errors.js';
import { reloadStrategyModule } from '../host/strategy-modules.js';
import type { Scenario } from '../scenario/types.js';
import { findStrategy } from '../serving/batch/strategies/registry.js';
import type { StrategyDefinition } from '../serving/batch/strategies/strategy.js';
import { HookWatch, WatchedStrategy } from './hook-watch.js';
import { type Stepper, stepperOf } from './stepper.js';

/** A strategy, and who does its work: within a time limit if it is a user's. */
export interface WorkerStrategy {
  readonly strategy: StrategyDefinition;
  readonly stepper: Stepper;
}

/** The strategies that a worker was asked for, each imported once. */
export class WorkerStrategies {
  readonly #known = new Map<string, Promise<WorkerStrategy>>();

  /** @throws UserError if a user's module has changed since the scenario was loaded. */
  of({ strategy: { name, module } }: Scenario): Promise<WorkerStrategy> {
    const key = JSON.stringify([name, module]);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = load(name, module);
      this.#known.set(key, known);
    }
    return known;
  }
}

async function load(name: string, module: Scenario['strategy']['module']): Promise<WorkerStrategy> {
  const strategy =
    module === null
      ? findStrategy(name)
      : new WatchedStrategy(
          await reloadStrategyModule(module.path, module.sha256),
          new HookWatch(),
        );
  if (strategy === undefined) throw new InvariantError('no such strategy', { name });
  return { strategy, stepper: stepperOf([strategy]) };
}
