import { metricOf } from './cells.js';
import { dotFigure } from './dots.js';
import type { FigureDefinition } from './figure.js';

const OF_RECEIVED = 'sla.attainmentReceived';
const OF_PROCESSED = 'sla.attainmentProcessed';

/** Over both denominators, because each can be made to look good alone. */
export const attainment: FigureDefinition = {
  name: 'attainment',
  summary: 'SLA attainment over both denominators, per strategy and arrival process, CC and No-CC',
  reads: ['where', 'x', 'series'],
  build: async (results, options, page) =>
    dotFigure({
      results,
      options,
      page,
      metrics: [metricOf(results, OF_RECEIVED), metricOf(results, OF_PROCESSED)],
      title: ['on time, % of requests', 'filled: of those received, hollow: of those processed'],
      subject: 'SLA attainment, the share of requests that are on time,',
      note:
        'Filled points: of received requests; hollow points: of processed ones. ' +
        'The two are apart where requests were not served.',
    }),
};
