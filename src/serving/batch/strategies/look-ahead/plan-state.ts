import type { ModelIndex, Seconds } from '../../../../units.js';
import type { ServerView } from '../strategy.js';
import type { Room } from './room.js';

/** Where a plan stands: what has been served so far, and how the GPU is left. Reused, mutable. */
export class PlanState {
  /** From now, s. */
  time: Seconds = 0;
  /** Worth of what is on time, discounted. */
  score = 0;
  /** What the plan is worth when it is followed to the horizon. */
  value = 0;
  /** The model that this begins with; negative: not known. */
  follows = -1;
  /** The model loaded last, and the one before it; −1: none. */
  last: ModelIndex = -1;
  before: ModelIndex = -1;
  /** The first batch of the plan: its model (−1 before it), requests passed over, its size. */
  firstModel: ModelIndex = -1;
  firstSkip = 0;
  firstSize = 0;
  /** The first model that the plan, followed to the horizon, loads; −1: none. */
  firstLoad: ModelIndex = -1;
  /** By model: requests served or passed over. */
  readonly taken: Int32Array;
  /** Resident models, the most recently used first. */
  readonly residents: Int32Array;
  residentCount = 0;
  readonly #room: Room;

  /** @param room what is known of which models memory holds together. */
  constructor(models: number, room: Room) {
    this.#room = room;
    this.taken = new Int32Array(models);
    this.residents = new Int32Array(models);
  }

  copyFrom(other: PlanState): void {
    this.time = other.time;
    this.score = other.score;
    this.value = other.value;
    this.follows = other.follows;
    this.last = other.last;
    this.before = other.before;
    this.firstModel = other.firstModel;
    this.firstSkip = other.firstSkip;
    this.firstSize = other.firstSize;
    this.firstLoad = other.firstLoad;
    for (let model = 0; model < this.taken.length; model++) {
      this.taken[model] = other.taken[model] as number;
    }
    this.residentCount = other.residentCount;
    for (let at = 0; at < other.residentCount; at++) {
      this.residents[at] = other.residents[at] as number;
    }
  }

  /** The present. @param afterSeconds when the GPU will be free. */
  start(view: ServerView, afterSeconds: Seconds): void {
    this.time = afterSeconds;
    this.firstLoad = -1;
    this.score = 0;
    this.value = 0;
    this.follows = -1;
    this.firstModel = -1;
    this.last = view.lastLoaded;
    this.before = view.loadedBefore;
    this.taken.fill(0);
    this.residentCount = 0;
    const leaves = view.evictionCandidate;
    for (let model = 0; model < view.modelCount; model++) {
      if (model !== leaves && view.isResident(model)) this.#append(model);
    }
    if (leaves >= 0) this.#append(leaves);
  }

  isResident(model: ModelIndex): boolean {
    for (let at = 0; at < this.residentCount; at++) {
      if (this.residents[at] === model) return true;
    }
    return false;
  }

  /** Uses `model`, loading it if it is not there, in place of those not used for longest. */
  use(model: ModelIndex): void {
    let at = 0;
    while (at < this.residentCount && this.residents[at] !== model) at++;
    if (at === this.residentCount) {
      if (this.firstLoad < 0) this.firstLoad = model;
      this.before = this.last;
      this.last = model;
      at = this.#makeRoomFor(model);
      this.residentCount = at + 1;
    }
    for (; at > 0; at--) this.residents[at] = this.residents[at - 1] as number;
    this.residents[0] = model;
  }

  /** How many of the residents stay beside `model`: the one used last is the last to leave. */
  #makeRoomFor(model: ModelIndex): number {
    const most = Math.min(this.residentCount, this.#room.capacity - 1);
    let stay = 0;
    while (stay < most && !this.#room.apart(model, this.residents[stay] as number)) stay++;
    return stay;
  }

  #append(model: ModelIndex): void {
    this.residents[this.residentCount++] = model;
  }
}
