import type { ModelIndex } from '../../units.js';
import type { RequestColumns } from '../request-columns.js';

/** Where the requests of a batch are. */
export interface BatchMembers {
  /** Positions in the order in which the log names the requests. */
  readonly requests: readonly number[];
  /** Ids that no request of the model carries, or none that is still waiting. */
  readonly unknown: readonly string[];
}

/**
 * Finds requests by the ids that the log gives them: eight hexadecimal digits, so that once in a
 * while two requests of a run share one.
 */
export class RequestIds {
  readonly #requests: RequestColumns;
  readonly #first = new Map<string, number>();
  /** Of ids that were given again: all their requests. */
  readonly #shared = new Map<string, number[]>();

  constructor(requests: RequestColumns) {
    this.#requests = requests;
  }

  /** Ids that several requests carry, with those requests. */
  get shared(): ReadonlyMap<string, readonly number[]> {
    return this.#shared;
  }

  add(id: string, request: number): void {
    const first = this.#first.get(id);
    if (first === undefined) this.#first.set(id, request);
    else this.#shared.set(id, [...(this.#shared.get(id) ?? [first]), request]);
  }

  /**
   * The requests of a batch. Of several that share an id, the one nearest to the batch's other
   * requests is meant: a batch is a run of its model's requests.
   */
  membersOf(ids: readonly string[], model: ModelIndex): BatchMembers {
    const options = ids.map((id) => this.#waiting(id, model));
    const taken = new Set<number>();
    const requests: number[] = [];
    options.forEach((choices, position) => {
      const free = choices.filter((request) => !taken.has(request));
      const chosen = nearest(free, neighbourOf(options, position));
      if (chosen === undefined) return;
      taken.add(chosen);
      requests.push(chosen);
    });
    const unknown = ids.filter((_, position) => options[position]?.length === 0);
    return { requests, unknown };
  }

  #waiting(id: string, model: ModelIndex): readonly number[] {
    const first = this.#first.get(id);
    const all = this.#shared.get(id) ?? (first === undefined ? [] : [first]);
    return all.filter(
      (request) => this.#requests.model(request) === model && !this.#requests.isServed(request),
    );
  }
}

/** The request beside `position` that is certain, looking ever farther; undefined for none. */
function neighbourOf(
  options: readonly (readonly number[])[],
  position: number,
): number | undefined {
  for (let distance = 1; distance < options.length; distance++) {
    for (const beside of [options[position - distance], options[position + distance]]) {
      if (beside?.length === 1) return beside[0];
    }
  }
  return undefined;
}

function nearest(choices: readonly number[], to: number | undefined): number | undefined {
  if (to === undefined || choices.length < 2) return choices[0];
  return choices.reduce((best, next) => (Math.abs(next - to) < Math.abs(best - to) ? next : best));
}
