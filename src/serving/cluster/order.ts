import type { ModelIndex, Seconds } from '../../units.js';
import type { WaitingRequests } from '../batch/waiting.js';

/** What the order of asking goes by. */
export interface Askable {
  readonly number: number;
  readonly isFree: boolean;
  readonly releasedBatches: number;
  hasModel(model: ModelIndex): boolean;
}

/**
 * Puts those who could answer to an arrival or a timer of `model` in order: whoever loads the
 * model for what waits; free ones that have it in memory; other free ones; the others by fewest
 * released batches that wait; ties by number.
 */
export function arrangeForModel(
  servers: Askable[],
  model: ModelIndex,
  waiting: Pick<WaitingRequests, 'isKeptFrom'>,
): void {
  const keeps = servers.some(({ number }) => waiting.isKeptFrom(model, number));
  const classOf = (server: Askable): number => {
    if (keeps && !waiting.isKeptFrom(model, server.number)) return 0;
    if (!server.isFree) return 3;
    return server.hasModel(model) ? 1 : 2;
  };
  servers.sort(
    (a, b) =>
      classOf(a) - classOf(b) || a.releasedBatches - b.releasedBatches || a.number - b.number,
  );
}

/**
 * Puts free ones in order: those that have the model in memory whose oldest request has waited
 * longest (of what is kept for no one), then the others; ties by number.
 */
export function arrangeForIdle(servers: Askable[], waiting: WaitingRequests): void {
  if (servers.length < 2) return;
  const oldest = withOldest(waiting);
  const classOf = (server: Askable): number => (oldest >= 0 && server.hasModel(oldest) ? 0 : 1);
  servers.sort((a, b) => classOf(a) - classOf(b) || a.number - b.number);
}

function withOldest(waiting: WaitingRequests): ModelIndex {
  let oldest: ModelIndex = -1;
  let since: Seconds = Number.POSITIVE_INFINITY;
  waiting.queues.forEach((queue, model) => {
    // No GPU has the number −1: kept from it is what is kept at all.
    if (queue.count === 0 || waiting.isKeptFrom(model, -1)) return;
    if (queue.arrivalAt(0) >= since) return;
    since = queue.arrivalAt(0);
    oldest = model;
  });
  return oldest;
}
