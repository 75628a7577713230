import { metricOf } from './cells.js';
import { dotFigure } from './dots.js';
import type { FigureDefinition } from './figure.js';
import { shownMetric } from './labels.js';

export const throughput: FigureDefinition = {
  name: 'throughput',
  summary: 'overall throughput per strategy and arrival process, CC beside No-CC',
  reads: ['where', 'metric', 'x', 'series'],
  build: async (results, options, page) => {
    const metric = metricOf(results, options.metric ?? 'throughput.requestsPerSecond');
    const { title } = shownMetric(metric);
    return dotFigure({
      results,
      options,
      page,
      metrics: [metric],
      title: [title],
      subject: metric.label,
      note: '',
    });
  },
};
