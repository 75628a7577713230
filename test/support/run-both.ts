import { createRunKey } from '../../src/random/run-key.js';
import type { Scenario } from '../../src/scenario/types.js';
import { findStrategy } from '../../src/serving/batch/strategies/registry.js';
import type { StrategyDefinition } from '../../src/serving/batch/strategies/strategy.js';
import { simulate } from '../../src/simulate.js';
import { createArrivals } from '../../src/workload/arrivals.js';
import type { Request } from '../../src/workload/types.js';
import { runSlowly } from '../reference/slow-server.js';
import { slowStrategy } from '../reference/slow-strategies.js';
import { ERRATIC } from './erratic-strategy.js';
import { EventLog, type PlainEvent } from './plain-events.js';

/** The engine's events. */
export function runFast(scenario: Scenario, strategy?: StrategyDefinition): PlainEvent[] {
  const log = new EventLog();
  const chosen = strategy ?? engineStrategy(scenario.strategy.name);
  simulate({ scenario, strategy: chosen, replication: 0, observers: [log] });
  return log.events;
}

/** The reference's events. */
export function runReference(scenario: Scenario): PlainEvent[] {
  const { name } = scenario.strategy;
  const strategy = name === ERRATIC.name ? ERRATIC : slowStrategy(name);
  return runSlowly({ scenario, strategy, replication: 0, requests: requestsOf(scenario) });
}

export function engineStrategy(name: string): StrategyDefinition {
  const found = name === ERRATIC.name ? ERRATIC : findStrategy(name);
  if (found === undefined) throw new Error(`no strategy ${name}`);
  return found;
}

/** All requests of replication 0, in order of arrival. */
export function requestsOf(scenario: Scenario): Request[] {
  const source = createArrivals(scenario.workload, createRunKey(scenario.seed, 0));
  const requests: Request[] = [];
  while (source.advance()) {
    requests.push({ id: requests.length, model: source.model, arrival: source.time });
  }
  return requests;
}
