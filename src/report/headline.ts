import { type Figure, figureAt } from '../metrics/figures.js';

/** What a reader looks at first, under names so short that a table of cells fits 100 characters. */
export const HEADLINE: readonly (readonly [head: string, figure: Figure])[] = [
  ['mean s', figureAt('latencySeconds.mean')],
  ['p95 s', figureAt('latencySeconds.p95')],
  ['SLA/p %', figureAt('sla.attainmentProcessed')],
  ['SLA/r %', figureAt('sla.attainmentReceived')],
  ['lost %', figureAt('published.lost')],
  ['req/s', figureAt('throughput.requestsPerSecond')],
  ['GPU %', figureAt('gpu.inferenceShare')],
  ['swaps', figureAt('swaps.count')],
];
