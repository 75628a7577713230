import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type {
  BatchLine,
  BatchTable,
  HistorySwap,
  IndependentSwap,
  MeanSd,
} from '../../src/timing/config.js';
import { type ProfileDocument, profileSchema } from '../../src/timing/profile-schema.js';
import {
  type ProfileChoice,
  type ProfileIssue,
  type ResolvedProfile,
  resolveTiming,
} from '../../src/timing/resolve-profile.js';

/** One model that serves a request in an exponential second and loads in no time: an M/M/1 server. */
export const SINGLE_SERVER = `
gpu: { memoryGiB: 10 }
models:
  only:
    weightsGiB: 1
    bestBatch: 1
    off:
      batch: { profiled: { a: 1, family: exponential } }
      swap: { profiled: { load: { mean: 0 } } }
`;

export function readProfile(yaml: string): ProfileDocument {
  return profileSchema.parse(parse(yaml));
}

export function h100(): ProfileDocument {
  return readProfile(readFileSync('profiles/h100-sincere.yaml', 'utf8'));
}

export function choose(parts: Partial<ProfileChoice> = {}): ProfileChoice {
  return {
    profile: 'p',
    sha256: 'hash',
    models: ['only'],
    mode: 'off',
    swapTimes: undefined,
    batchTimes: undefined,
    factors: null,
    ...parts,
  };
}

export function resolved(document: ProfileDocument, choice: ProfileChoice): ResolvedProfile {
  const result = resolveTiming(document, choice);
  if ('issues' in result) throw new Error(JSON.stringify(result.issues));
  return result;
}

export function issuesOf(document: ProfileDocument, choice: ProfileChoice): ProfileIssue[] {
  const result = resolveTiming(document, choice);
  return 'issues' in result ? result.issues : [];
}

export function line(parts: Partial<BatchLine> = {}): BatchLine {
  return { form: 'line', a: 0.5, b: 0.25, cv: 0, family: 'constant', ...parts };
}

export function table(parts: Partial<BatchTable> = {}): BatchTable {
  return {
    form: 'table',
    sizes: [2, 4, 8],
    mean: [1, 1.5, 3],
    sd: [0.1, 0.3, 0.5],
    family: 'lognormal',
    beyond: 'error',
    ...parts,
  };
}

export function independent(parts: Partial<IndependentSwap> = {}): IndependentSwap {
  return {
    form: 'independent',
    load: { mean: 4, sd: 1 },
    unload: { mean: 0.1, sd: 0.02 },
    firstLoad: null,
    family: 'lognormal',
    ...parts,
  };
}

export function byHistory(parts: Partial<HistorySwap> = {}): HistorySwap {
  const all = (mean: number): MeanSd[] => [0, 1, 2].map(() => ({ mean, sd: 0 }));
  return {
    form: 'history',
    load: 1,
    unload: 0.1,
    first: { mean: 2, sd: 0 },
    second: { mean: 3, sd: 0 },
    returning: all(4),
    otherwise: all(6),
    runCv: 0,
    family: 'constant',
    ...parts,
  };
}

/** Mean and sd of a duration given by its quantile function: midpoint rule over u. */
export function momentsOver(quantile: (u: number) => number, points = 40_000): MeanSd {
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < points; k += 1) {
    const value = quantile((k + 0.5) / points);
    sum += value;
    squares += value * value;
  }
  const mean = sum / points;
  return { mean, sd: Math.sqrt(Math.max(0, squares / points - mean * mean)) };
}
