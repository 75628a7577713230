import type { ModelIndex, Seconds } from '../../../../units.js';
import type { ServerView } from '../strategy.js';

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
  /** Models that memory holds at most. */
  capacity = 1;

  constructor(models: number) {
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
    this.capacity = other.capacity;
    for (let at = 0; at < other.residentCount; at++) {
      this.residents[at] = other.residents[at] as number;
    }
  }

  /**
   * The present. How much fits in memory is not told: as many models as are there now, and one
   * more if another would fit beside them. @param afterSeconds when the GPU will be free.
   */
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
    let room = 0;
    const leaves = view.evictionCandidate;
    for (let model = 0; model < view.modelCount; model++) {
      if (!view.isResident(model)) room = room || view.fitsBeside(model) ? 1 : 0;
      else if (model !== leaves) this.#append(model);
    }
    if (leaves >= 0) this.#append(leaves);
    this.capacity = Math.max(1, this.residentCount + room);
  }

  isResident(model: ModelIndex): boolean {
    for (let at = 0; at < this.residentCount; at++) {
      if (this.residents[at] === model) return true;
    }
    return false;
  }

  /** Uses `model`, loading it if it is not there, in place of the one not used for longest. */
  use(model: ModelIndex): void {
    let at = 0;
    while (at < this.residentCount && this.residents[at] !== model) at++;
    if (at === this.residentCount) {
      if (this.firstLoad < 0) this.firstLoad = model;
      this.before = this.last;
      this.last = model;
      if (this.residentCount < this.capacity) this.residentCount++;
      else at--;
    }
    for (; at > 0; at--) this.residents[at] = this.residents[at - 1] as number;
    this.residents[0] = model;
  }

  #append(model: ModelIndex): void {
    this.residents[this.residentCount++] = model;
  }
}
