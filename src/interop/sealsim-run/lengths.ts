/** Lengths of the requests of one model, tokens; null: not known. */
export interface ModelLengths {
  readonly input: number | null;
  readonly output: number | null;
}

/** Where the lengths of one kind came from, if from anywhere. */
export type LengthSource = 'trace' | 'given' | 'profile';

/** Says how long a request is of which its own row says nothing. */
export class Lengths {
  readonly #given: readonly (number | null)[];
  readonly #profile: readonly (number | null)[];
  readonly #used = new Set<LengthSource>();
  #unknown = 0;

  /**
   * @param given by model, what the user says.
   * @param profile by model, what the profile says.
   */
  constructor(given: readonly (number | null)[], profile: readonly (number | null)[]) {
    this.#given = given;
    this.#profile = profile;
  }

  /** @param own what the request's row says; NaN: nothing. Returns NaN where nobody says anything. */
  of(own: number, model: number): number {
    if (!Number.isNaN(own)) return this.#from('trace', own);
    const given = this.#given[model] ?? null;
    if (given !== null) return this.#from('given', given);
    const profiled = this.#profile[model] ?? null;
    if (profiled !== null) return this.#from('profile', profiled);
    this.#unknown++;
    return Number.NaN;
  }

  /** Whether all requests so far have a length. */
  get areKnown(): boolean {
    return this.#unknown === 0;
  }

  /** Sources that were needed, in the order in which they count. */
  get used(): readonly LengthSource[] {
    return (['trace', 'given', 'profile'] as const).filter((source) => this.#used.has(source));
  }

  #from(source: LengthSource, tokens: number): number {
    this.#used.add(source);
    return tokens;
  }
}
