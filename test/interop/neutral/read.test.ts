import { describe, expect, it } from 'vitest';
import { blankMeasurement } from '../../../src/analysis/measurement.js';
import { measurementsFormat } from '../../../src/interop/neutral/read.js';
import { readText } from '../document-text.js';

/** What is said of a document with these fields of its only measurement, a field a line. */
async function problems(fields: object): Promise<readonly string[]> {
  const text = JSON.stringify({
    format: 'sealsim-measurements',
    version: 1,
    measurements: [fields],
  });
  return (await readText('m.json', text, [measurementsFormat])).issues.map((issue) =>
    issue.replace(/^m\.json:1:\d+ measurements\.0\.?/, ''),
  );
}

describe('a measurement in the neutral form', () => {
  it('may leave out whatever it does not know', async () => {
    const text = '{"format": "sealsim-measurements", "version": 1, "measurements": [{}, {}]}';
    const { measurements, issues } = await readText('m.json', text, [measurementsFormat]);
    const source = { format: 'measurements', file: 'm.json', tool: null };
    expect(issues).toEqual([]);
    expect(measurements).toEqual([
      blankMeasurement('m.json', { ...source, item: 0 }),
      blankMeasurement('m.json#1', { ...source, item: 1 }),
    ]);
  });

  it.each([
    [{ durationSecond: 1 }, 'durationSecond: expected a key of id, source, '],
    [{ durationSeconds: -1 }, 'durationSeconds: expected seconds: a number ≥ 0, got -1'],
    [{ durationSeconds: 'inf' }, 'durationSeconds: expected seconds: a number ≥ 0, got "inf"'],
    [{ origin: 'guessed' }, 'origin: expected measured | simulated, got "guessed"'],
    [{ teeMode: 'on' }, 'teeMode: expected off | cc, got "on"'],
    [{ notes: ['x', 3] }, 'notes.1: expected text, got 3'],
    [{ requests: { total: 1.5 } }, 'requests.total: expected a count: a whole number ≥ 0, got 1.5'],
    [
      { onTime: { slaSeconds: 3 } },
      'onTime.requests: expected a count: a whole number ≥ 0, got nothing',
    ],
    [
      { latencies: { e2e: { quantiles: [{ p: 1, value: 2 }] } } },
      'latencies.e2e.quantiles.0.p: expected a fraction: a number > 0, < 1, got 1',
    ],
    [
      { perRequest: { ttftSeconds: [1, 2], e2eSeconds: [3] } },
      'perRequest.e2eSeconds: expected 2 numbers, as ttftSeconds has, and not 1, got a list',
    ],
    [
      { power: { seconds: [0, null], watts: [1, 1], gpus: 1 } },
      'power: expected seconds without gaps, got nothing at position 1',
    ],
    [
      { power: { seconds: [1, 0], watts: [1, 1], gpus: 1 } },
      'power: expected seconds that ascend, got 0 at position 1',
    ],
    [
      { serving: [{ role: 'router', replicas: 1 }] },
      'serving.0.role: expected replica | prefill | decode, got "router"',
    ],
  ])('%j is refused', async (fields, problem) => {
    const [first = '', ...others] = await problems(fields);
    expect(first.startsWith(problem), first).toBe(true);
    expect(others).toEqual([]);
  });

  it('may not mix replicas with prefill and decode, nor let quantiles fall', async () => {
    const groups = ['replica', 'decode'].map((role) => ({ role, replicas: 1 }));
    expect(await problems({ serving: groups })).toEqual([
      'serving: expected replicas, or prefill and decode, but not both, got a list',
    ]);
    const quantiles = [0.5, 0.5].map((p) => ({ p, value: 1 }));
    expect(await problems({ inputTokens: { quantiles } })).toEqual([
      'inputTokens.quantiles.1.p: expected more than 0.5, as quantiles ascend, got 0.5',
    ]);
  });

  it('has the GPUs of its parallelism, if it does not count them', async () => {
    const parallelism = { tensor: 4, data: 2, expert: 8 };
    const serving = [{ role: 'replica', replicas: 3, parallelism }];
    const document = { format: 'sealsim-measurements', version: 1, measurements: [{ serving }] };
    const read = await readText('m.json', JSON.stringify(document), [measurementsFormat]);
    expect(read.measurements[0]?.serving).toEqual([
      {
        role: 'replica',
        replicas: 3,
        parallelism: { tensor: 4, data: 2, pipeline: 1, expert: 8 },
        gpusPerReplica: 8,
      },
    ]);
  });

  it.each([
    [{}, ' version: expected 1, got nothing'],
    [{ version: 2, measurements: [] }, ' version: expected 1, got 2'],
    [{ version: 1 }, ' measurements: expected a list of mappings, got nothing'],
    [{ version: 1, measurements: [3] }, ' measurements.0: expected a mapping, got 3'],
  ])('lies in a document that says what it is: %j', async (rest, problem) => {
    const text = JSON.stringify({ format: 'sealsim-measurements', ...rest });
    const { issues } = await readText('m.json', text, [measurementsFormat]);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.replace(/^m\.json:\d+:\d+/, '')).toBe(problem);
  });
});
