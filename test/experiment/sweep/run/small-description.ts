import type { SweepDescription } from '../../../../src/experiment/store/types.js';
import type { Pairing, ReplicationPlan } from '../../../../src/experiment/sweep/types.js';
import { buildScenario } from '../../../support/scenario-builder.js';

/** Settings of a sweep whose scenarios do not matter. */
export interface SmallSweep {
  /** Values by column; every combination is a cell. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly replications: ReplicationPlan;
  readonly pairing?: Pairing | null;
}

/** A description of a sweep with one metric, `requests.received`. */
export function smallDescription(sweep: SmallSweep): SweepDescription {
  const names = Object.keys(sweep.columns);
  const rows = names.reduce<readonly (readonly string[])[]>(
    (grid, name) =>
      grid.flatMap((row) => (sweep.columns[name] ?? []).map((value) => [...row, value])),
    [[]],
  );
  const scenario = buildScenario({});
  const keeps = { latencyHistogram: false, timeline: false, requests: false };
  return {
    identity: '0'.repeat(64),
    version: '0.0.0',
    name: 'small',
    columns: names.map((name) => ({
      name,
      label: name,
      unit: null,
      values: sweep.columns[name] ?? [],
      numeric: false,
    })),
    cells: rows.map((values) => ({ values, marks: [], scenario, keeps })),
    replications: sweep.replications,
    pairing: sweep.pairing ?? null,
    ranking: null,
    metrics: [
      {
        path: 'requests.received',
        column: 'requests_received',
        label: 'received',
        unit: 'requests',
        better: null,
      },
    ],
    inputs: [],
  };
}
