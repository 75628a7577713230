import type {
  MeasuredCounts,
  MeasuredLatencies,
  MeasuredThroughput,
  OfferedLoad,
  OnTimeCount,
} from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';
import { COUNT, SECONDS, statisticIn, TOKENS } from './read-statistic.js';

const RATE = { what: 'requests per second', least: 0 } as const;
const TOKEN_RATE = { what: 'tokens per second', least: 0 } as const;

export function loadIn(fields: Fields | null): OfferedLoad {
  fields?.allow(['concurrency', 'requestsPerSecond', 'inputTokens', 'outputTokens']);
  return {
    concurrency: fields?.number('concurrency', { what: 'requests', above: 0 }) ?? null,
    requestsPerSecond: fields?.number('requestsPerSecond', { ...RATE, orInfinite: true }) ?? null,
    inputTokens: fields?.number('inputTokens', TOKENS) ?? null,
    outputTokens: fields?.number('outputTokens', TOKENS) ?? null,
  };
}

export function countsIn(fields: Fields | null): MeasuredCounts {
  fields?.allow(['total', 'completed', 'failed', 'incomplete']);
  return {
    total: fields?.number('total', COUNT) ?? null,
    completed: fields?.number('completed', COUNT) ?? null,
    failed: fields?.number('failed', COUNT) ?? null,
    incomplete: fields?.number('incomplete', COUNT) ?? null,
  };
}

export function throughputIn(fields: Fields | null): MeasuredThroughput {
  fields?.allow([
    'requestsPerSecond',
    'inputTokensPerSecond',
    'outputTokensPerSecond',
    'totalTokensPerSecond',
  ]);
  return {
    requestsPerSecond: fields?.number('requestsPerSecond', RATE) ?? null,
    inputTokensPerSecond: fields?.number('inputTokensPerSecond', TOKEN_RATE) ?? null,
    outputTokensPerSecond: fields?.number('outputTokensPerSecond', TOKEN_RATE) ?? null,
    totalTokensPerSecond: fields?.number('totalTokensPerSecond', TOKEN_RATE) ?? null,
  };
}

export function latenciesIn(fields: Fields | null): MeasuredLatencies {
  fields?.allow(['ttft', 'tpot', 'itl', 'e2e', 'normalizedTpot']);
  const statistic = (key: string) => statisticIn(fields?.mapping(key) ?? null, SECONDS);
  return {
    ttft: statistic('ttft'),
    tpot: statistic('tpot'),
    itl: statistic('itl'),
    e2e: statistic('e2e'),
    normalizedTpot: statistic('normalizedTpot'),
  };
}

export function onTimeIn(fields: Fields | null): OnTimeCount | null {
  if (fields === null) return null;
  fields.allow(['slaSeconds', 'requests']);
  const slaSeconds = fields.requiredNumber('slaSeconds', { what: 'seconds', above: 0 });
  const requests = fields.requiredNumber('requests', COUNT);
  return slaSeconds === null || requests === null ? null : { slaSeconds, requests };
}
