import { metricFigure } from './dots.js';
import type { FigureDefinition } from './figure.js';

export const throughput: FigureDefinition = {
  name: 'throughput',
  summary: 'overall throughput per strategy and arrival process, CC beside No-CC',
  reads: ['where', 'metric', 'x', 'series'],
  build: async (results, options, page) =>
    metricFigure({ results, options, page }, 'throughput.requestsPerSecond'),
};
