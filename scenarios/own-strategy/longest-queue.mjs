/**
 * Longest queue first, but a swap must be worth it: when the GPU is free, stay with the model in
 * memory unless another queue is longer by `swapAdvantage` requests.
 *
 * A strategy is asked at certain moments and answers with decisions as data; the server checks
 * them and carries them out. It sees the queues, the clock and what it believes about durations,
 * never the future. All that it remembers lives in what `create` returns, made anew for each run.
 *
 * @type {import('sealsim').StrategyDefinition}
 */
const longestQueue = {
  name: 'longest-queue',
  summary: 'when the GPU is free, serve the longest queue, if it is worth the swap',

  create({ models, options, believed }) {
    const swapAdvantage = Number(options.custom.swapAdvantage ?? 16);

    return {
      // The GPU is free and no batch waits for it. Returning nothing would leave it idle.
      onIdle(view) {
        const length = (model) =>
          view.waiting(model) + (view.isResident(model) ? swapAdvantage : 0);
        const waiting = models.map((_, model) => model).filter((model) => view.waiting(model) > 0);
        if (waiting.length === 0) return undefined;
        const model = waiting.reduce((best, next) => (length(next) > length(best) ? next : best));
        const count = Math.min(
          view.waiting(model),
          options.batchCap ?? Number.POSITIVE_INFINITY,
          believed.maxBatch(model),
        );
        // The reason goes to decisions.csv.
        return { action: 'release', model, count, reason: `${view.waiting(model)} waiting` };
      },
    };
  },
};

export default longestQueue;
