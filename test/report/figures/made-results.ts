import type { SweepResults } from '../../../src/experiment/results/types.js';
import type { SweepDescription } from '../../../src/experiment/store/types.js';
import type { SweepColumn } from '../../../src/experiment/sweep/types.js';
import { FIGURES } from '../../../src/metrics/figures.js';
import type { LatencyCounts } from '../../../src/metrics/latency/log-histogram.js';
import type { Scenario } from '../../../src/scenario/types.js';

/** A cell's values by column. */
export type Setting = Readonly<Record<string, string>>;

/** What a test says of results that nobody simulated: every number is given by a formula. */
export interface MadeSweep {
  readonly axes: Readonly<Record<string, readonly string[]>>;
  readonly replications: number;
  /** Which combinations are cells; all if not given. */
  readonly has?: (cell: Setting) => boolean;
  /** Any metric in any replication. */
  readonly value?: (cell: Setting, path: string, replication: number) => number;
  /** Replications that are finished; all if not given. */
  readonly finished?: (cell: Setting) => number;
  readonly latency?: (cell: Setting, replication: number) => LatencyCounts | null;
  readonly pairing?: SweepDescription['pairing'];
  /** What a cell is set to besides its columns, as variants do. */
  readonly sets?: (cell: Setting) => Setting;
  /** Names of the overrides of a cell. */
  readonly marks?: (cell: Setting) => readonly string[];
}

/** Results as a folder would hold them, the last axis changing fastest. */
export function madeResults(sweep: MadeSweep): SweepResults {
  const names = Object.keys(sweep.axes);
  const all = names.reduce<Setting[]>(
    (cells, name) =>
      cells.flatMap((cell) =>
        (sweep.axes[name] ?? []).map((value) => ({ ...cell, [name]: value })),
      ),
    [{}],
  );
  const cells = all.filter(sweep.has ?? (() => true));
  const replications = (cell: number): number =>
    sweep.finished?.(cells[cell] as Setting) ?? sweep.replications;
  const each = <T>(cell: number, make: (replication: number) => T): T[] =>
    Array.from({ length: replications(cell) }, (_, replication) => make(replication));
  return {
    folder: 'results/made',
    description: {
      identity: '0'.repeat(64),
      version: '0.0.0',
      name: 'made',
      columns: names.map((name) => columnOf(name, sweep.axes[name] ?? [])),
      cells: cells.map((cell) => ({
        values: names.map((name) => cell[name] as string),
        marks: sweep.marks?.(cell) ?? [],
        scenario: scenarioOf({ ...cell, ...sweep.sets?.(cell) }),
        keeps: { latencyHistogram: sweep.latency !== undefined, timeline: false, requests: false },
      })),
      replications: { kind: 'fixed', count: sweep.replications },
      pairing: sweep.pairing ?? null,
      ranking: null,
      metrics: FIGURES.map((figure) => ({ ...figure })),
      inputs: [],
    },
    replications,
    values: (cell, path) =>
      each(cell, (replication) => sweep.value?.(cells[cell] as Setting, path, replication) ?? 0.5),
    latency: (cell) => {
      const counts = each(cell, (replication) =>
        sweep.latency?.(cells[cell] as Setting, replication),
      );
      const kept = counts.flatMap((count) => count ?? []);
      return sweep.latency === undefined || kept.length < counts.length ? null : kept;
    },
    timelineCsv: async () => null,
    requestsCsv: async () => null,
  };
}

/** Of scenarios, figures of made results read these fields only. */
function scenarioOf(cell: Setting): Scenario {
  const scenario = {
    slaSeconds: [Number(cell['sla.seconds'] ?? 60)],
    teeMode: cell['tee.mode'] ?? 'cc',
    workload: { process: cell['arrivals.process'], rate: cell['arrivals.rate'] },
    strategy: { name: cell['strategy.name'] ?? 'greedy' },
    server: { semantics: cell['server.semantics'] ?? 'lossless' },
  };
  return scenario as unknown as Scenario;
}

function columnOf(name: string, values: readonly string[]): SweepColumn {
  const numeric = values.every((value) => Number.isFinite(Number(value)));
  return { name, label: name, unit: null, values, numeric };
}

/** A row of a figure's data. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows of every data set in a specification, each data set once per use. */
export function rowsIn(spec: object): readonly Row[] {
  return Object.entries(spec).flatMap(([key, part]: [string, unknown]): readonly Row[] => {
    if (typeof part !== 'object' || part === null) return [];
    if (key === 'data' && 'values' in part) return part.values as readonly Row[];
    return rowsIn(part);
  });
}

/** The rows with all of these fields, each once. */
export function rowsWith(spec: object, ...fields: readonly string[]): readonly Row[] {
  const rows = rowsIn(spec).filter((row) => fields.every((field) => field in row));
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

/** The panels of a specification. */
export function panelsIn(spec: object): readonly object[] {
  return 'concat' in spec ? (spec.concat as readonly object[]) : [];
}
