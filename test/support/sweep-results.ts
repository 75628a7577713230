import type { Fact, Observer } from '../../src/events/facts.js';
import { runReplication } from '../../src/experiment/replicate.js';
import type { SweepResults } from '../../src/experiment/results/types.js';
import type { DescribedCell, SweepDescription } from '../../src/experiment/store/types.js';
import type { Metric, SweepColumn } from '../../src/experiment/sweep/types.js';
import { nodeFiles } from '../../src/host/node-files.js';
import { rememberingFiles } from '../../src/host/remembering.js';
import { nodeStrategies } from '../../src/host/strategy-modules.js';
import { FIGURES, readFigure } from '../../src/metrics/figures.js';
import { type LatencyCounts, LogHistogram } from '../../src/metrics/latency/log-histogram.js';
import { TimelineRecorder } from '../../src/metrics/records/timeline-recorder.js';
import { recordCsv } from '../../src/report/record-csv.js';
import { loadScenario } from '../../src/scenario/load.js';
import { findStrategy } from '../../src/serving/batch/strategies/registry.js';

const METRICS: readonly Metric[] = FIGURES.map((figure) => ({ ...figure }));

/** What a test says of the sweep whose results it wants. */
export interface SimulatedSweep {
  readonly scenario: string;
  /** Values by path; every combination is a cell, the last axis changes fastest. */
  readonly axes: Readonly<Record<string, readonly string[]>>;
  readonly replications: number;
  /** Settings of all cells. */
  readonly sets?: readonly string[];
  readonly pairing?: SweepDescription['pairing'];
  readonly ranking?: SweepDescription['ranking'];
  /** Whether latencies and timelines are kept. */
  readonly keep?: boolean;
}

/** Simulates a small grid in this process, as a results folder would hold it. */
export async function simulatedResults(sweep: SimulatedSweep): Promise<SweepResults> {
  const files = rememberingFiles(nodeFiles());
  const names = Object.keys(sweep.axes);
  const rows = names.reduce<readonly (readonly string[])[]>(
    (grid, name) => grid.flatMap((row) => (sweep.axes[name] ?? []).map((value) => [...row, value])),
    [[]],
  );
  const cells: DescribedCell[] = [];
  for (const values of rows) {
    const sets = [...(sweep.sets ?? []), ...names.map((name, at) => `${name}=${values[at]}`)];
    const scenario = await loadScenario({ file: sweep.scenario, sets }, files, nodeStrategies());
    const keep = sweep.keep === true;
    const keeps = { latencyHistogram: keep, timeline: keep, requests: false };
    cells.push({ values, marks: [], scenario, keeps });
  }
  const runs = cells.map((cell) => simulateCell(cell, sweep.replications));
  const description: SweepDescription = {
    identity: '0'.repeat(64),
    version: '0.0.0',
    name: 'simulated',
    columns: names.map((name) => columnOf(name, sweep.axes[name] ?? [])),
    cells,
    replications: { kind: 'fixed', count: sweep.replications },
    pairing: sweep.pairing ?? null,
    ranking: sweep.ranking ?? null,
    metrics: METRICS,
    inputs: [],
  };
  return {
    folder: 'results/simulated',
    description,
    replications: () => sweep.replications,
    values: (cell, path) => {
      const at = METRICS.findIndex((metric) => metric.path === path);
      if (at < 0) throw new Error(`no metric ${path}`);
      return (runs[cell]?.values ?? []).map((row) => row[at] as number);
    },
    latency: (cell) => (sweep.keep === true ? (runs[cell]?.latency ?? null) : null),
    timelineCsv: async (cell) => (sweep.keep === true ? (runs[cell]?.timelineCsv ?? null) : null),
    requestsCsv: async () => null,
  };
}

function columnOf(name: string, values: readonly string[]): SweepColumn {
  const numeric = values.every((value) => Number.isFinite(Number(value)));
  return { name, label: name, unit: null, values, numeric };
}

interface CellRuns {
  readonly values: number[][];
  readonly latency: LatencyCounts[];
  readonly timelineCsv: string;
}

function simulateCell({ scenario }: DescribedCell, replications: number): CellRuns {
  const strategy = findStrategy(scenario.strategy.name);
  if (strategy === undefined) throw new Error(`no strategy ${scenario.strategy.name}`);
  const timeline = new TimelineRecorder(scenario.models);
  const runs: CellRuns = { values: [], latency: [], timelineCsv: '' };
  for (let replication = 0; replication < replications; replication++) {
    const histogram = new LogHistogram();
    const latencies: Observer = { observe: (fact) => countLatencies(fact, histogram) };
    const observers = replication === 0 ? [latencies, timeline] : [latencies];
    const work = runReplication({ scenario, strategy }, replication, observers);
    let last = work.next();
    while (last.done !== true) last = work.next();
    const summary = last.value;
    runs.values.push(FIGURES.map((figure) => readFigure<number>(summary, figure)));
    runs.latency.push(histogram.counted());
  }
  return { ...runs, timelineCsv: [...recordCsv(timeline.table())].join('') };
}

function countLatencies(fact: Fact, histogram: LogHistogram): void {
  if (fact.kind !== 'batch') return;
  const { count, arrivals } = fact.requests;
  for (let at = 0; at < count; at++) histogram.push(fact.completedAt - (arrivals[at] as number));
}
