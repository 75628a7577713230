import type { Measurement, Statistic } from './measurement.js';

/** How far figures that are rounded, or counted a little apart, may differ. */
const ROUNDING = 0.01;
/** The same where the spread of lengths is not known, on which the mean of a product depends. */
const UNKNOWN_SPREAD = 0.1;
/** By Little's law a closed loop is this full at least, if it does not begin and end too soon. */
const LEAST_FULL = 0.85;
/** Requests for each of the concurrency from which beginning and end hardly matter. */
const LONG_RUN = 10;
/** Of floating-point numbers that stand for the same. */
const SAME = 1e-9;

/**
 * What in a measurement contradicts itself: laws that hold for every run, whatever served it
 * (docs/benchmark-reports.md). A law is checked where all it needs is known.
 * @returns a sentence for each that is broken, with the measurement's identifier.
 */
export function identities(measurement: Measurement): readonly string[] {
  const found = [
    latencyLaw(measurement),
    tokenRateLaw(measurement),
    lengthLaw(measurement),
    requestRateLaw(measurement),
    littlesLaw(measurement),
    ...orders(measurement),
  ];
  return found.flatMap((text) => (text === null ? [] : [`${measurement.id}: ${text}`]));
}

/**
 * E2E = TTFT + (output tokens − 1) · TPOT for each request, so for means up to the covariance of
 * lengths and TPOT, which is at most the product of their standard deviations.
 */
function latencyLaw({ latencies: { ttft, tpot, e2e }, outputTokens }: Measurement): string | null {
  const all = meanOf(e2e);
  const tokens = meanOf(outputTokens);
  const expected = meanOf(ttft) + (tokens - 1) * meanOf(tpot);
  const spread = spreadOf(outputTokens);
  const most = spread === 0 ? 0 : spread * spreadOf(tpot);
  const allowed = Number.isNaN(most) ? UNKNOWN_SPREAD * all : ROUNDING * all + most;
  return differs(all, expected, allowed, 's', 'mean E2E', 'TTFT + (output tokens − 1) · TPOT');
}

function tokenRateLaw({ throughput }: Measurement): string | null {
  const total = known(throughput.totalTokensPerSecond);
  const sum = known(throughput.inputTokensPerSecond) + known(throughput.outputTokensPerSecond);
  return differs(total, sum, ROUNDING * total, 'tokens/s', 'total rate', 'input + output rate');
}

function lengthLaw({ throughput, inputTokens, outputTokens }: Measurement): string | null {
  const total = known(throughput.totalTokensPerSecond);
  const tokens = meanOf(inputTokens) + meanOf(outputTokens);
  const expected = known(throughput.requestsPerSecond) * tokens;
  const law = 'request rate · (input + output tokens)';
  return differs(total, expected, ROUNDING * total, 'tokens/s', 'total rate', law);
}

function requestRateLaw({ throughput, requests, durationSeconds }: Measurement): string | null {
  if (durationSeconds === 0) return null;
  const rate = known(throughput.requestsPerSecond);
  const expected = known(requests.completed) / known(durationSeconds);
  const law = 'completed requests / duration';
  return differs(rate, expected, ROUNDING * rate, 'requests/s', 'request rate', law);
}

/** In a closed loop request rate · E2E, the mean number of requests under way, is the concurrency. */
function littlesLaw({ load, throughput, latencies, requests }: Measurement): string | null {
  const concurrency = known(load.concurrency);
  const isClosed =
    load.requestsPerSecond === null || load.requestsPerSecond === Number.POSITIVE_INFINITY;
  const full = (known(throughput.requestsPerSecond) * meanOf(latencies.e2e)) / concurrency;
  if (!isClosed || Number.isNaN(full)) return null;
  const isShort = requests.completed !== null && requests.completed < LONG_RUN * concurrency;
  if (full <= 1 + ROUNDING && (full >= LEAST_FULL || isShort)) return null;
  return (
    `request rate · mean E2E is ${short(full)} of concurrency ${short(concurrency)}, ` +
    `not ${LEAST_FULL} to 1 (Little's law)`
  );
}

function orders({ inputTokens, outputTokens, latencies }: Measurement): readonly (string | null)[] {
  const named = { 'input tokens': inputTokens, 'output tokens': outputTokens, ...latencies };
  return Object.entries(named).map(([name, statistic]) =>
    statistic === null ? null : disorder(NAMES[name] ?? name, statistic),
  );
}

const NAMES: Readonly<Record<string, string>> = {
  ttft: 'TTFT',
  tpot: 'TPOT',
  itl: 'ITL',
  e2e: 'E2E',
  normalizedTpot: 'normalized TPOT',
};

/** Quantiles ascend between minimum and maximum, and the mean lies between these too. */
function disorder(name: string, { mean, min, max, quantiles }: Statistic): string | null {
  const ascending = [
    ...(min === null ? [] : [{ label: 'minimum', value: min }]),
    ...quantiles.map(({ p, value }) => ({ label: `p${short(100 * p)}`, value })),
    ...(max === null ? [] : [{ label: 'maximum', value: max }]),
  ];
  for (const [at, { label, value }] of ascending.entries()) {
    const before = ascending[at - 1];
    if (before !== undefined && isAbove(before.value, value)) {
      return `${name}: ${before.label} ${short(before.value)} is above ${label} ${short(value)}`;
    }
  }
  if (mean === null) return null;
  if (min !== null && isAbove(min, mean)) {
    return `${name}: minimum ${short(min)} is above mean ${short(mean)}`;
  }
  return max !== null && isAbove(mean, max)
    ? `${name}: mean ${short(mean)} is above maximum ${short(max)}`
    : null;
}

function isAbove(a: number, b: number): boolean {
  return a - b > SAME * Math.abs(a);
}

/** @returns null also where one of both is not known (NaN). */
function differs(
  value: number,
  expected: number,
  allowed: number,
  unit: string,
  name: string,
  law: string,
): string | null {
  if (!(Math.abs(value - expected) > allowed)) return null;
  return `${name} is ${short(value)} ${unit}, but ${law} is ${short(expected)} ${unit}`;
}

/** 0 where all values are the same; NaN where it is not known. */
function spreadOf(statistic: Statistic | null): number {
  const { sd = null, min = null, max = null } = statistic ?? {};
  return sd ?? (min !== null && min === max ? 0 : Number.NaN);
}

function meanOf(statistic: Statistic | null): number {
  return known(statistic?.mean ?? null);
}

/** NaN for what is not known: it makes NaN of all that follows from it. */
function known(value: number | null): number {
  return value ?? Number.NaN;
}

function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}
