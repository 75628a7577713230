import { describe, expect, it } from 'vitest';
import { manifestOf } from '../../src/report/manifest.js';

describe('manifestOf', () => {
  it('says in JSON what JSON cannot: infinite numbers, and traces by their length', () => {
    const manifest = manifestOf({
      version: '1.2.3',
      command: ['run', 'a.yaml'],
      status: 'complete',
      startedAt: '2026-01-01T00:00:00.000Z',
      wallSeconds: 1.5,
      host: 'here',
      node: '20.0.0',
      platform: 'linux x64',
      scenarios: [
        {
          drainSeconds: Number.POSITIVE_INFINITY,
          models: ['a'],
          workload: { times: new Float64Array(7), models: null },
        },
      ],
      replications: { asked: 2, finished: 2 },
      inputs: [{ what: 'profile', name: 'p', sha256: 'abc' }],
      files: [{ name: 'summary.json', bytes: 12 }],
    });
    expect(JSON.parse(JSON.stringify(manifest))).toMatchObject({
      tool: 'sealsim',
      command: ['run', 'a.yaml'],
      scenarios: [
        {
          drainSeconds: 'infinite',
          models: ['a'],
          workload: { times: { length: 7 }, models: null },
        },
      ],
    });
  });
});
