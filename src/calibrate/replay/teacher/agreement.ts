import type { Fact, Observer } from '../../../events/facts.js';
import type { MeasuredRun } from '../../../interop/measured.js';
import type { ModelIndex } from '../../../units.js';

/** How far a simulated run is the measured one. */
export interface Agreement {
  /** Whether both served the same batches, request by request, in the same order. */
  readonly identical: boolean;
  /** Batches of the measured run that the simulated one has too: the same model and requests. */
  readonly batches: number;
  readonly ofBatches: number;
  /** Position of the first batch that differs; the number of batches when none does. */
  readonly firstDifference: number;
  /** Requests that were served in both or in neither. */
  readonly requests: number;
  readonly ofRequests: number;
}

/** Takes down which requests each batch of a simulated run held. */
export class BatchMembers implements Observer {
  readonly #batches: string[] = [];

  observe(fact: Fact): void {
    if (fact.kind !== 'batch') return;
    const ids = [...fact.requests.ids.subarray(0, fact.requests.count)];
    this.#batches.push(batchKey(fact.model, ids));
  }

  compareWith(run: MeasuredRun): Agreement {
    const measured = measuredBatches(run);
    const simulated = this.#batches;
    const common = new Set(simulated);
    const firstDifference = measured.findIndex((batch, at) => batch !== simulated[at]);
    return {
      identical: firstDifference < 0 && measured.length === simulated.length,
      batches: measured.filter((batch) => common.has(batch)).length,
      ofBatches: measured.length,
      firstDifference: firstDifference < 0 ? measured.length : firstDifference,
      ...servedAlike(run, simulated),
    };
  }
}

function servedAlike(run: MeasuredRun, simulated: readonly string[]) {
  const served = new Set(simulated.flatMap(membersOf));
  const { batches } = run.requests;
  let requests = 0;
  batches.forEach((batch, id) => {
    if (batch >= 0 === served.has(id)) requests++;
  });
  return { requests, ofRequests: batches.length };
}

function measuredBatches(run: MeasuredRun): string[] {
  const members: number[][] = run.batches.map(() => []);
  run.requests.batches.forEach((batch, id) => {
    if (batch >= 0) members[batch]?.push(id);
  });
  return run.batches.map(({ model }, at) => batchKey(model, members[at] ?? []));
}

function batchKey(model: ModelIndex, ids: readonly number[]): string {
  return `${model}:${[...ids].sort((a, b) => a - b).join(' ')}`;
}

function membersOf(key: string): number[] {
  return key
    .slice(key.indexOf(':') + 1)
    .split(' ')
    .map(Number);
}
