import { metricOf } from './cells.js';
import { dotFigure } from './dots.js';
import type { FigureDefinition } from './figure.js';
import { shownMetric } from './labels.js';

export const latency: FigureDefinition = {
  name: 'latency',
  summary: 'latency per strategy and arrival process, CC beside No-CC',
  reads: ['where', 'metric', 'x', 'series'],
  build: async (results, options, page) => {
    const metric = metricOf(results, options.metric ?? 'latencySeconds.mean');
    const { title } = shownMetric(metric);
    const isLatency = metric.path.toLowerCase().includes('latency');
    const note = isLatency ? 'Latencies are of processed requests: what is lost has none.' : '';
    return dotFigure({
      results,
      options,
      page,
      metrics: [metric],
      title: [title],
      subject: metric.label,
      note,
    });
  },
};
