/**
 * Closed forms and embedded chains for queues that the batch server can be set to be. Rates in
 * requests per second, times in seconds. `lambda`: Poisson arrival rate.
 */

/** First two moments of a service or set-up time. */
export interface Moments {
  readonly mean: number;
  readonly second: number;
}

export function exponentialMoments(mean: number): Moments {
  return { mean, second: 2 * mean * mean };
}

export function constantMoments(mean: number): Moments {
  return { mean, second: mean * mean };
}

/** `scv`: squared coefficient of variation. */
export function momentsOf(mean: number, scv: number): Moments {
  return { mean, second: (1 + scv) * mean * mean };
}

/** M/M/1: P(latency ≤ x). */
export function mm1LatencyCdf(lambda: number, mu: number, x: number): number {
  return 1 - Math.exp(-(mu - lambda) * x);
}

/** M/M/1: the p-quantile of latency. */
export function mm1LatencyQuantile(lambda: number, mu: number, p: number): number {
  return -Math.log(1 - p) / (mu - lambda);
}

/** M/D/1: P(wait ≤ x), Erlang's sum. */
export function md1WaitCdf(lambda: number, service: number, x: number): number {
  let sum = 0;
  for (let k = 0; k * service <= x; k++) {
    const y = lambda * (k * service - x);
    sum += (y ** k * Math.exp(-y)) / factorial(k);
  }
  return (1 - lambda * service) * sum;
}

/** M/D/1: P(latency ≤ x). */
export function md1LatencyCdf(lambda: number, service: number, x: number): number {
  return x < service ? 0 : md1WaitCdf(lambda, service, x - service);
}

/** M/D/1: the p-quantile of latency, p > 1 − λ·service, by bisection. */
export function md1LatencyQuantile(lambda: number, service: number, p: number): number {
  let low = service;
  let high = 2 * service;
  while (md1LatencyCdf(lambda, service, high) < p) high += service;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (md1LatencyCdf(lambda, service, middle) < p) low = middle;
    else high = middle;
  }
  return high;
}

/** M/G/1: mean wait (Pollaczek and Khinchine). */
export function mg1Wait(lambda: number, service: Moments): number {
  return (lambda * service.second) / (2 * (1 - lambda * service.mean));
}

/** M/G/1 with a set-up before the first service after every idle period: mean wait (Welch). */
export function setUpWait(lambda: number, service: Moments, setUp: Moments): number {
  const extra = (2 * setUp.mean + lambda * setUp.second) / (2 * (1 + lambda * setUp.mean));
  return mg1Wait(lambda, service) + extra;
}

/** M/M/1 whose arrivals leave at once if they would wait longer than K: the share that leaves. */
export function balkingShare(lambda: number, mu: number, patience: number): number {
  const d = mu - lambda;
  const tail = (lambda / mu) * Math.exp(-d * patience);
  const served = lambda === mu ? lambda * patience : (lambda * (1 - Math.exp(-d * patience))) / d;
  return tail / (1 + served + tail);
}

/** What M/G/1/2* needs of a service S: E S, E e^(−λS), E S·e^(−λS). */
export interface DiscountedService {
  readonly mean: number;
  readonly transform: number;
  readonly weighted: number;
}

export function discountedConstant(lambda: number, service: number): DiscountedService {
  const transform = Math.exp(-lambda * service);
  return { mean: service, transform, weighted: service * transform };
}

/** Gamma service of the given mean and shape; shape 1 is exponential. */
export function discountedGamma(lambda: number, mean: number, shape: number): DiscountedService {
  const scale = mean / shape;
  const transform = (1 + lambda * scale) ** -shape;
  return { mean, transform, weighted: (mean * transform) / (1 + lambda * scale) };
}

/**
 * M/G/1/2*: one in service and one waiting, which a newcomer replaces. A service finds the slot
 * empty when it starts, so the next to be served is the last to arrive during it, if any.
 */
export function newestReplaces(
  lambda: number,
  service: DiscountedService,
): { readonly delivered: number; readonly latency: number } {
  const { mean, transform, weighted } = service;
  return {
    delivered: 1 / (lambda * mean + transform),
    latency: mean + (1 - transform - lambda * weighted) / lambda,
  };
}

/**
 * One overwritten slot, batches of T, constant duration D: the share of requests delivered.
 * The chain is the number left over (0 … T−1) when a service starts.
 */
export function overwrittenSlotDelivered(lambda: number, size: number, duration: number): number {
  const arrivals = poissonProbabilities(lambda * duration);
  let leftOver = unitVector(size, 0);
  for (let step = 0; step < 2000; step++) {
    const next = new Array<number>(size).fill(0);
    forEachArrival(leftOver, arrivals, (total, p) => add(next, total < size ? 0 : total % size, p));
    leftOver = next;
  }
  let idle = 0;
  forEachArrival(leftOver, arrivals, (total, p) => {
    if (total < size) idle += (p * (size - total)) / lambda;
  });
  return size / lambda / (duration + idle);
}

/** One model, released by a timer alone that runs L from the first arrival after a batch: latency. */
export function timerOnlyLatency(lambda: number, limit: number, duration: number): number {
  const during = lambda * duration * (duration / 2 + 1 / lambda + limit + duration);
  const first = limit + duration;
  const after = lambda * limit * (limit / 2 + duration);
  return (during + first + after) / (1 + lambda * (limit + duration));
}

/** Full batches of b, constant duration D: E_b/D/1. Mean wait of a batch by Spitzer's identity. */
export function fullBatchLatency(lambda: number, size: number, duration: number): number {
  let wait = 0;
  for (let k = 1; k <= 20_000; k++) {
    const term = erlangShortfall(size * k, lambda, duration * k) / k;
    wait += term;
    if (term < 1e-16) break;
  }
  return (size - 1) / (2 * lambda) + wait + duration;
}

/** E (x − G)⁺ for G Erlang of `shape` phases at `rate`. */
function erlangShortfall(shape: number, rate: number, x: number): number {
  const tail = poissonTail(rate * x, shape);
  const next = poissonTail(rate * x, shape + 1);
  return x * tail - (shape / rate) * next;
}

/**
 * Serve what waits, at least 1 and at most `cap`, in `duration(n)` seconds (constant for given n):
 * mean latency. The chain is the number waiting when a service ends (Neuts).
 */
export function serveUpToLatency(
  lambda: number,
  cap: number,
  duration: (size: number) => number,
  states = 400,
): number {
  const arrivals = Array.from({ length: cap + 1 }, (_, n) =>
    poissonProbabilities(lambda * duration(Math.max(1, n))),
  );
  let waiting = unitVector(states, 0);
  for (let step = 0; step < 3000; step++) waiting = serveOnce(waiting, cap, arrivals);
  let area = 0;
  let cycle = 0;
  waiting.forEach((p, q) => {
    const seconds = duration(Math.min(Math.max(q, 1), cap));
    area += p * (Math.max(q, 1) * seconds + (lambda * seconds * seconds) / 2);
    cycle += p * (seconds + (q === 0 ? 1 / lambda : 0));
  });
  return area / cycle / lambda;
}

function serveOnce(waiting: number[], cap: number, arrivals: number[][]): number[] {
  const next = new Array<number>(waiting.length).fill(0);
  waiting.forEach((p, q) => {
    if (p < 1e-18) return;
    const left = Math.max(0, q - cap);
    const probabilities = arrivals[Math.min(q, cap)] as number[];
    probabilities.forEach((a, n) => {
      add(next, Math.min(left + n, waiting.length - 1), p * a);
    });
  });
  return next;
}

/** Polling, N like queues: mean wait by pseudo-conservation. `lambda`: of one queue. */
export function pollingWait(
  queues: number,
  lambda: number,
  service: Moments,
  switching: number,
  discipline: 'exhaustive' | 'gated',
): number {
  const rhoOne = lambda * service.mean;
  const rho = queues * rhoOne;
  const squares = queues * rhoOne * rhoOne;
  const s = queues * switching;
  const serving = (rho * queues * lambda * service.second) / (2 * (1 - rho));
  const roving = (rho * s) / 2 + (s * (rho * rho - squares)) / (2 * (1 - rho));
  const gate = discipline === 'gated' ? (s * squares) / (1 - rho) : 0;
  return (serving + roving + gate) / rho;
}

/**
 * Two like queues, exponential service, exhaustive, constant switch-over s; a server that finds
 * everything empty stays where it is, and switches when a request comes to the other queue.
 *
 * F is the generating function of the other queue's length when the server has emptied its own:
 * F(z) = a(z)·(F(θ) − f₀ + f₀θ/2) + f₀θ/2 with θ = B*(λ(1−z)), a = e^(−λs(1−z) − λs(1−θ)).
 * Mean wait by the work decomposition (Boxma and Groenendijk): idle and switching work counts.
 */
export function stayPutPollingWait(lambda: number, mu: number, s: number): number {
  const f0 = stayPutEmptyShare(lambda, mu, s);
  const slope = lambda / (mu - lambda);
  const switches = 1 - f0 / 2;
  const other = (lambda * s * (1 + slope) * switches + f0 * slope) / (1 - slope);
  const work = ((other + f0 / 2) * s + switches * lambda * s * s) / mu;
  const idleOrSwitching = switches * s + f0 / (2 * lambda);
  const rho = (2 * lambda) / mu;
  return mg1Wait(2 * lambda, exponentialMoments(1 / mu)) + work / idleOrSwitching / rho;
}

/** f₀ = F(0), by following z = 0, θ(0), θ(θ(0)), … to 1. */
function stayPutEmptyShare(lambda: number, mu: number, s: number): number {
  let z = 0;
  let product = 1;
  let sum = 0;
  for (let k = 0; k < 500; k++) {
    const theta = busyPeriodTransform(lambda, mu, lambda * (1 - z));
    const a = Math.exp(-lambda * s * (1 - z) - lambda * s * (1 - theta));
    sum += product * (-a + (a * theta) / 2 + theta / 2);
    product *= a;
    z = theta;
  }
  return product / (1 - sum);
}

function busyPeriodTransform(lambda: number, mu: number, x: number): number {
  const b = mu + lambda + x;
  return (b - Math.sqrt(b * b - 4 * lambda * mu)) / (2 * lambda);
}

/** Probabilities of 0, 1, 2, … until what is left is below 1e−17. */
export function poissonProbabilities(mean: number): number[] {
  const probabilities: number[] = [];
  for (let n = 0; n <= mean || (probabilities.at(-1) ?? 1) > 1e-17; n++) {
    probabilities.push(Math.exp(n * Math.log(mean) - mean - logFactorial(n)));
  }
  return probabilities;
}

/** P(Poisson(mean) ≥ n). */
function poissonTail(mean: number, n: number): number {
  let sum = 0;
  for (let k = n; ; k++) {
    const term = Math.exp(k * Math.log(mean) - mean - logFactorial(k));
    sum += term;
    if (k > mean && term < 1e-20) return sum;
  }
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function logFactorial(n: number): number {
  if (n < 20) return Math.log(factorial(n));
  // Stirling's series: the next term is below 1e−12 from n = 20 on.
  const x = n + 1;
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}

function unitVector(length: number, at: number): number[] {
  return Array.from({ length }, (_, index) => (index === at ? 1 : 0));
}

function add(vector: number[], index: number, value: number): void {
  vector[index] = (vector[index] as number) + value;
}

function forEachArrival(
  from: readonly number[],
  arrivals: readonly number[],
  visit: (total: number, probability: number) => void,
): void {
  from.forEach((p, left) => {
    arrivals.forEach((a, n) => {
      visit(left + n, p * a);
    });
  });
}
