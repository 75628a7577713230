import { InvariantError } from '../../errors.js';
import { type InternedScenarios, internScenarios, restoreScenarios } from './scenario-json.js';
import type { DescribedCell, SweepDescription } from './types.js';

/** A description as plain JSON: the scenarios, which have much in common, apart. */
interface DescriptionJson extends Omit<SweepDescription, 'cells'> {
  readonly cells: readonly Omit<DescribedCell, 'scenario'>[];
  readonly scenarios: InternedScenarios;
}

/** What `sweep.json` says of a sweep. Traces are named by their hashes, not repeated. */
export function descriptionToJson(description: SweepDescription): unknown {
  const { identity, version, name, columns, replications, pairing, ranking } = description;
  const { metrics, inputs, cells } = description;
  // In an order of our own, so that a description that was read is written as it was.
  const json: DescriptionJson = {
    ...{ identity, version, name, columns, replications, pairing, ranking, metrics, inputs },
    cells: cells.map(({ values, marks, keeps }) => ({ values, marks, keeps })),
    scenarios: internScenarios(cells.map(({ scenario }) => scenario)),
  };
  return json;
}

/** The inverse. @param value what `descriptionToJson` made; that it is whole a checksum tells. */
export function descriptionFromJson(value: unknown): SweepDescription {
  const { scenarios, cells, ...rest } = value as DescriptionJson;
  const restored = restoreScenarios(scenarios);
  return {
    ...rest,
    cells: cells.map((cell, at) => {
      const scenario = restored[at];
      if (scenario === undefined) throw new InvariantError('a cell without scenario', { cell: at });
      return { ...cell, scenario };
    }),
  };
}
