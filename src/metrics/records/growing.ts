type Numbers = Float64Array | Int32Array | Uint8Array;

const FIRST_CAPACITY = 256;

/** A typed array that doubles when it is full. */
export class Growing<A extends Numbers> {
  #values: A;
  #length = 0;
  readonly #make: (capacity: number) => A;

  constructor(make: (capacity: number) => A) {
    this.#make = make;
    this.#values = make(FIRST_CAPACITY);
  }

  static floats(): Growing<Float64Array> {
    return new Growing((capacity) => new Float64Array(capacity));
  }

  static integers(): Growing<Int32Array> {
    return new Growing((capacity) => new Int32Array(capacity));
  }

  static bytes(): Growing<Uint8Array> {
    return new Growing((capacity) => new Uint8Array(capacity));
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = this.#make(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** @throws RangeError when there is no such position. */
  at(position: number): number {
    this.#check(position);
    return this.#values[position] as number;
  }

  /** Replaces a number that is there. @throws RangeError when there is no such position. */
  set(position: number, value: number): void {
    this.#check(position);
    this.#values[position] = value;
  }

  #check(position: number): void {
    if (!(position >= 0 && position < this.#length)) {
      throw new RangeError(`no position ${position} among ${this.#length}`);
    }
  }
}
