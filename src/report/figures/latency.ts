import type { Metric } from '../../experiment/sweep/types.js';
import { metricFigure } from './dots.js';
import type { FigureDefinition } from './figure.js';

export const latency: FigureDefinition = {
  name: 'latency',
  summary: 'latency per strategy and arrival process, CC beside No-CC',
  reads: ['where', 'metric', 'x', 'series'],
  build: async (results, options, page) =>
    metricFigure({ results, options, page }, 'latencySeconds.mean', noteOn),
};

function noteOn({ path }: Metric): string {
  const isLatency = path.toLowerCase().includes('latency');
  return isLatency ? 'Latencies are of processed requests: what is lost has none.' : '';
}
