import { defineStrategy } from './strategy.js';

/**
 * First come, first served: every request is a batch of its own, in order of arrival.
 *
 * Rule: at an arrival, release it. No parameters. The classical single-server queue, and the
 * price of not batching. Source: SINCERE, "FCFS": in its code, left out of its experiments.
 */
export const fcfs = defineStrategy({
  name: 'fcfs',
  summary: 'every request alone, in order of arrival',
  uses: [],
  create: () => ({
    onArrival: (_view, model) => ({ action: 'release', model, count: 1, reason: 'arrived' }),
  }),
});
