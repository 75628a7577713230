import { resolveMetrics } from '../../../src/experiment/sweep/metrics.js';
import { tornadoOf } from '../../../src/experiment/tornado/tornado.js';
import type { TornadoReport } from '../../../src/report/tornado/report.js';

const RANGES = [
  {
    path: 'tee.coldStart.attestationSeconds',
    low: '0',
    high: '60',
    base: null,
    about: null,
  },
  { path: 'tee.effects.load.ratio', low: '2.5', high: '2.7', base: '3', about: 'range (Someone.)' },
  { path: 'strategy.timerSigmas', low: '0', high: '3', base: '1', about: null },
];

/** Made up: by run, by replication, attainment and latency. */
const VALUES = [
  [
    [0.6, 10],
    [0.64, 11],
  ],
  [
    [0.6, 10],
    [0.64, 11],
  ],
  [
    [0.3, 25],
    [0.36, 26.5],
  ],
  [
    [0.62, 9],
    [0.66, 9.8],
  ],
  [
    [0.59, 10.5],
    [0.64, 11.1],
  ],
  [
    [0.5, 14],
    [0.53, 15.2],
  ],
  [
    [0.51, 14],
    [0.54, 15.1],
  ],
];

/** A tornado of attainment and latency. @param count of its replications: 1 or 2. */
export function sampleTornado(count = 2): TornadoReport {
  const metrics = resolveMetrics(['sla.attainmentReceived', 'latencySeconds.mean'], []);
  const values = VALUES.map((run) => run.slice(0, count));
  return { name: 'sample', ...tornadoOf(RANGES, metrics, values) };
}
