/**
 * Closed forms for several servers of one queue, first come first served. Rates in requests per
 * second, times in seconds.
 */

/** Probability that a customer of M/M/c waits: Erlang's C, by the recursion of Erlang's B. */
export function erlangC(lambda: number, mu: number, servers: number): number {
  const offered = lambda / mu;
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (offered * blocked) / (c + offered * blocked);
  return blocked / (1 - (offered / servers) * (1 - blocked));
}

/** P(wait > t) in M/M/c, first come first served. */
export function mmcWaitTail(lambda: number, mu: number, servers: number, t: number): number {
  return erlangC(lambda, mu, servers) * Math.exp(-(servers * mu - lambda) * t);
}

/** Mean wait in M/M/c. */
export function mmcWait(lambda: number, mu: number, servers: number): number {
  return erlangC(lambda, mu, servers) / (servers * mu - lambda);
}

/**
 * Mean wait in M/D/c: Crommelin (1932), "Delay probability formulae when the holding times are
 * constant": D·Σ_i [P(N_i ≥ ic) − (c/a)·P(N_i ≥ ic + 1)] with N_i Poisson of mean i·a, a = λD.
 */
export function mdcWait(lambda: number, service: number, servers: number): number {
  const offered = lambda * service;
  let sum = 0;
  for (let i = 1; i < 100_000; i++) {
    const least = i * servers;
    const first = poissonProbability(i * offered, least);
    const tail = poissonTail(i * offered, least + 1);
    const term = first + tail - (servers / offered) * tail;
    sum += term;
    if (Math.abs(term) < 1e-14) break;
  }
  return service * sum;
}

function poissonProbability(mean: number, count: number): number {
  let logFactorial = 0;
  for (let k = 2; k <= count; k++) logFactorial += Math.log(k);
  return Math.exp(count * Math.log(mean) - mean - logFactorial);
}

/** P(N ≥ from) of a Poisson N whose mean is below `from`: terms fall. */
function poissonTail(mean: number, from: number): number {
  let term = poissonProbability(mean, from);
  let sum = 0;
  for (let count = from; term > 1e-20; count++) {
    sum += term;
    term *= mean / (count + 1);
  }
  return sum;
}
