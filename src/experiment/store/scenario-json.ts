import { fromExactJson, type Json, toExactJson } from '../../scenario/exact-json.js';
import type { Scenario } from '../../scenario/types.js';

/**
 * A resolved scenario in a form that JSON holds exactly. The columns of a trace are not written:
 * the trace's hash and the names of its columns say what they held.
 */
export function scenarioToJson(scenario: Scenario): Json {
  return toExactJson(scenario);
}

/**
 * The scenario that `scenarioToJson` wrote. Where a trace was, its columns are empty: such a
 * scenario describes a run and cannot be simulated.
 *
 * @throws Error if `json` was not written by it
 */
export function scenarioFromJson(json: unknown): Scenario {
  const scenario = fromExactJson(json);
  if (typeof scenario !== 'object' || scenario === null) {
    throw new Error(`expected a scenario, got ${JSON.stringify(json)}`);
  }
  return scenario as Scenario;
}

/** Many scenarios, each different part written once. Plain JSON. */
export interface InternedScenarios {
  /** By key of a scenario: the values it has, each once, in the order in which they first occur. */
  readonly parts: Readonly<Record<string, readonly Json[]>>;
  /** By scenario: for each key of `parts`, in order, the position of its value. */
  readonly scenarios: readonly (readonly number[])[];
}

/** Writes scenarios that have much in common: the cells of a sweep. */
export function internScenarios(scenarios: readonly Scenario[]): InternedScenarios {
  const [first] = scenarios;
  const keys = first === undefined ? [] : (Object.keys(first) as (keyof Scenario)[]);
  const tables = keys.map(() => new PartTable());
  const rows = scenarios.map((scenario) =>
    keys.map((key, at) => (tables[at] as PartTable).positionOf(scenario[key])),
  );
  const parts = Object.fromEntries(keys.map((key, at) => [key, (tables[at] as PartTable).parts]));
  return { parts, scenarios: rows };
}

/** The different values of one key. */
class PartTable {
  readonly parts: Json[] = [];
  readonly #byText = new Map<string, number>();
  /** Parts that scenarios share need no second look. */
  readonly #byIdentity = new Map<object, number>();

  positionOf(part: Scenario[keyof Scenario]): number {
    if (typeof part !== 'object') return this.#positionOfJson(toExactJson(part));
    const known = this.#byIdentity.get(part);
    if (known !== undefined) return known;
    const position = this.#positionOfJson(toExactJson(part));
    this.#byIdentity.set(part, position);
    return position;
  }

  #positionOfJson(json: Json): number {
    const text = JSON.stringify(json);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    this.#byText.set(text, this.parts.length);
    return this.parts.push(json) - 1;
  }
}

/**
 * The scenarios that `internScenarios` wrote; what is equal in several of them is one object.
 * Traces come back as by `scenarioFromJson`.
 *
 * @throws Error if they were not written by it
 */
export function restoreScenarios({ parts, scenarios }: InternedScenarios): readonly Scenario[] {
  const columns = Object.entries(parts).map(([key, values]) => ({
    key,
    values: values.map(fromExactJson),
  }));
  return scenarios.map((row) => {
    const entries = columns.map(({ key, values }, at) => {
      const position = row[at] ?? -1;
      if (!(position in values)) {
        throw new Error(`expected a position in parts.${key}, got ${row[at]}`);
      }
      return [key, values[position]];
    });
    return Object.fromEntries(entries) as Scenario;
  });
}
