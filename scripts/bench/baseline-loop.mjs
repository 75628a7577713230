/**
 * The yardstick of `npm run bench`: the model of throughput.yaml written by hand as one loop, for
 * this one strategy and server alone: no event set, no observers, no validation, no options. It
 * keeps every latency, as the simulator does, and prints their mean.
 */
const REQUESTS = Number(process.argv[2] ?? 1e7);
const RATE = 2;
const MIX = [0.1, 0.4, 1];
const SIZES = [48, 64, 64];
const LOADS = [
  [8.5057, 1.58],
  [10.4783, 2.64],
  [9.2938, 1.94],
];
const UNLOADS = [0.0043, 0.0317, 0.0162];
const BATCHES = [
  [0.94, 0.0888, 0.191],
  [0.95, 0.0946, 0.179],
  [0.68, 0.0993, 0.201],
];
const WRITE = [0.0125, 0.00215];
const LIMITS = [45.9, 44.3, 45.2];

/** Chris Doty-Humphrey's sfc32 and Box–Muller: any sound generator would do. */
class Random {
  a = 0x9e3779b9;
  b = 0x243f6a88;
  c = 0xb7e15162;
  d = 1;

  uniform() {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return ((t >>> 0) + 0.5) / 4294967296;
  }

  lognormal(mean, cv) {
    const variance = Math.log1p(cv * cv);
    const normal =
      Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
    return mean * Math.exp(Math.sqrt(variance) * normal - variance / 2);
  }
}

class Loop {
  random = new Random();
  waiting = SIZES.map(() => new Float64Array(4096));
  counts = new Int32Array(3);
  timers = new Float64Array(3).fill(Infinity);
  /** Released batches, first in, first out: model, size, arrivals. */
  queue = [];
  freeAt = 0;
  resident = -1;
  latencies = new Float64Array(REQUESTS);
  served = 0;

  run() {
    let now = 0;
    for (let i = 0; i < REQUESTS; i++) {
      this.expire(now);
      const u = this.random.uniform();
      const model = u < MIX[0] ? 0 : u < MIX[1] ? 1 : 2;
      this.waiting[model][this.counts[model]++] = now;
      if (this.timers[model] === Infinity) this.timers[model] = now + LIMITS[model];
      if (this.counts[model] >= SIZES[model]) this.serve(model, now);
      now -= Math.log(1 - this.random.uniform()) / RATE;
    }
    this.expire(Infinity);
    return this.latencies.subarray(0, this.served).reduce((sum, x) => sum + x, 0) / this.served;
  }

  expire(now) {
    for (;;) {
      let first = 0;
      if (this.timers[1] < this.timers[first]) first = 1;
      if (this.timers[2] < this.timers[first]) first = 2;
      const at = this.timers[first];
      if (!(at <= now) || at === Infinity) return;
      this.serve(first, at);
    }
  }

  /** Batches are served in the order of release, so each can be timed when it is released. */
  serve(model, now) {
    const size = this.counts[model];
    let end = Math.max(now, this.freeAt);
    if (this.resident !== model) {
      if (this.resident >= 0) end += UNLOADS[this.resident];
      const [mean, sd] = LOADS[model];
      end += this.random.lognormal(mean, sd / mean);
      this.resident = model;
    }
    const [a, b, cv] = BATCHES[model];
    end += this.random.lognormal(a + b * size, cv);
    const arrivals = this.waiting[model];
    for (let i = 0; i < size; i++) this.latencies[this.served++] = end - arrivals[i];
    this.freeAt = end + WRITE[0] + WRITE[1] * size;
    this.counts[model] = 0;
    this.timers[model] = Infinity;
  }
}

console.log(JSON.stringify({ requests: REQUESTS, meanLatencySeconds: new Loop().run() }));
