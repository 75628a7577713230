import { toExactJson } from '../../../scenario/exact-json.js';
import type { Scenario } from '../../../scenario/types.js';
import type { ArrivalsConfig, SimpleArrivals } from '../../../workload/config.js';
import { internScenarios } from '../../store/scenario-json.js';
import type { SweepDescription } from '../../store/types.js';
import type { Metric, ReplicationPlan, Sweep } from '../types.js';

/** What a sweep's description is made of. */
export interface SweepParts {
  readonly sweep: Sweep;
  /** By cell. */
  readonly scenarios: readonly Scenario[];
  readonly metrics: readonly Metric[];
  /** In place of the file's plan. */
  readonly replications: ReplicationPlan;
  readonly version: string;
  readonly inputs: SweepDescription['inputs'];
  /** SHA-256 of a text, in hexadecimal. */
  sha256(text: string): string;
}

/** What the results of a sweep are of. */
export function describeSweep(parts: SweepParts): SweepDescription {
  const { sweep, scenarios, metrics, replications, version, inputs } = parts;
  const { name, columns, pairing, ranking, keep } = sweep;
  const cells = sweep.cells.map(({ index, values, marks }) => ({
    values,
    marks,
    keeps: {
      latencyHistogram: keep.latencyHistogram.has(index),
      timeline: keep.timeline.has(index),
      requests: keep.requests.has(index),
    },
  }));
  const content = { version, name, columns, replications, pairing, ranking, metrics };
  // How often it is simulated is the sweep's plan, not the scenario's.
  const planless = scenarios.map((scenario) => ({ ...scenario, replications: 1 }));
  const placeless = withoutPlaces(planless);
  const identity = parts.sha256(
    JSON.stringify({ ...content, cells: toExactJson(cells), ...internScenarios(placeless) }),
  );
  return {
    identity,
    ...content,
    cells: cells.map((cell, at) => ({ ...cell, scenario: planless[at] as Scenario })),
    inputs,
  };
}

/**
 * The scenarios without the places of files: their hashes say what was in them, and a sweep is the
 * same sweep from another folder. What scenarios share they still share.
 */
function withoutPlaces(scenarios: readonly Scenario[]): readonly Scenario[] {
  const timings = new Map<Scenario['timing'], Scenario['timing']>();
  const workloads = new Map<Scenario['workload'], Scenario['workload']>();
  return scenarios.map((scenario) => {
    const { timing, workload, strategy } = scenario;
    const { module } = strategy;
    return {
      ...scenario,
      timing: recall(timings, timing, () => ({ ...timing, profile: '' })),
      workload: recall(workloads, workload, () => ({
        ...workload,
        arrivals: arrivalsWithoutPlaces(workload.arrivals),
      })),
      strategy: { ...strategy, module: module === null ? null : { ...module, path: '' } },
    };
  });
}

function recall<Value>(known: Map<Value, Value>, key: Value, make: () => Value): Value {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}

function arrivalsWithoutPlaces(arrivals: ArrivalsConfig): ArrivalsConfig {
  if (arrivals.process !== 'superposition') return simpleWithoutPlace(arrivals);
  const of = arrivals.of.map((member) => ({
    ...member,
    arrivals: simpleWithoutPlace(member.arrivals),
  }));
  return { ...arrivals, of };
}

function simpleWithoutPlace(arrivals: SimpleArrivals): SimpleArrivals {
  return arrivals.process === 'trace' ? { ...arrivals, file: '' } : arrivals;
}
