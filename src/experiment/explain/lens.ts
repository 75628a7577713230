import type { Scenario } from '../../scenario/types.js';
import { isEqualAt, type ScenarioPath, withValueOf } from './paths.js';

/** One of the inputs in which scenarios may differ: it can be taken from one into another. */
export interface Lens {
  /** Lower case with dashes, or the setting's path; in JSON and CSV. */
  readonly name: string;
  /** For readers, a few words. */
  readonly label: string;
  /** Whether two scenarios of the same models differ in it. */
  differs(a: Scenario, b: Scenario): boolean;
  /** `into`, but with this input of `from`. */
  take(into: Scenario, from: Scenario): Scenario;
  /** What a reader has to know of it when these two are explained; null: nothing. */
  note?(a: Scenario, b: Scenario): string | null;
}

/** An input that stands in some places of a scenario. */
export function placesLens(name: string, label: string, paths: readonly ScenarioPath[]): Lens {
  return {
    name,
    label,
    differs: (a, b) => paths.some((path) => !isEqualAt(path, a, b)),
    take: (into, from) => paths.reduce((made, path) => withValueOf(path, made, from), into),
  };
}

/** The same input, but only for scenarios of which something holds. */
export function where(holds: (a: Scenario, b: Scenario) => boolean, lens: Lens): Lens {
  return { ...lens, differs: (a, b) => holds(a, b) && lens.differs(a, b) };
}
