import { explain, recordedPaths, runsOf } from '../../../src/experiment/explain/explain.js';
import { factorsBetween } from '../../../src/experiment/explain/factors.js';
import { resolveMetrics } from '../../../src/experiment/sweep/metrics.js';
import type { ExplainReport } from '../../../src/report/explain/report.js';
import { buildScenario } from '../../support/scenario-builder.js';

/** Numbers of one run: attainment (received), processed, received, attainment (processed), latency. */
type Numbers = readonly [number, number, number, number, number];

/** Made up: two factors, the SLA and the write time, that interact. */
const REPLICATIONS: readonly (readonly Numbers[])[] = [
  [
    [0.6, 80, 100, 0.75, 10],
    [0.7, 80, 100, 0.875, 10],
    [0.3, 60, 100, 0.5, 14],
    [0.6, 60, 100, 1, 14],
  ],
  [
    [0.64, 80, 100, 0.8, 11],
    [0.7, 80, 100, 0.875, 11],
    [0.36, 60, 100, 0.6, 15],
    [0.6, 60, 100, 1, 15],
  ],
];

/** An explanation of attainment and latency. @param count of its replications: 1 or 2. */
export function sampleExplanation(count = 2): ExplainReport {
  const write = { baseSeconds: 1, perRequestSeconds: 0 };
  const ends = { from: buildScenario({}), to: buildScenario({ slaSeconds: [90], write }) };
  const metrics = resolveMetrics(['sla.attainmentReceived', 'latencySeconds.mean'], []);
  const runs = runsOf(REPLICATIONS.slice(0, count).map(inOrder), recordedPaths(metrics));
  return {
    name: 'sample',
    from: [],
    to: ['sla.seconds=90', 'server.profile=slow'],
    ...explain(ends, factorsBetween(ends), metrics, runs),
  };
}

/** The registry has the write time first, the numbers above have the SLA first. */
function inOrder([none, sla, write, both]: readonly Numbers[]): Numbers[] {
  return [none, write, sla, both].flatMap((numbers) => (numbers === undefined ? [] : [numbers]));
}
