import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankMeasurement } from '../../../src/analysis/measurement.js';
import { measurementsFormat } from '../../../src/interop/neutral/read.js';
import { writeMeasurements } from '../../../src/interop/neutral/write.js';
import { measurementArbitrary } from '../../support/measurement-arbitrary.js';
import { lawSeed } from '../../support/property.js';
import { readText } from '../document-text.js';

describe('the neutral form', () => {
  it('gives back what was written, to the last digit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(measurementArbitrary(), { maxLength: 3 }), async (measurements) => {
        const text = [...writeMeasurements(measurements)].join('');
        const read = await readText('a.json', text, [measurementsFormat]);
        expect(read.issues).toEqual([]);
        expect(read.measurements).toEqual(measurements);
      }),
      { numRuns: 300, seed: lawSeed() },
    );
  });

  it('of many requests is several documents, and all of it is read', async () => {
    const source = { format: 'vllm', file: 'b.json', item: 0, tool: null };
    const column = new Float64Array(10_000).map((_, at) => at / 7);
    const measurements = ['a', 'b', 'c'].map((id) => ({
      ...blankMeasurement(id, source),
      perRequest: {
        startSeconds: null,
        inputTokens: null,
        outputTokens: null,
        ttftSeconds: null,
        e2eSeconds: column,
      },
    }));
    const text = [...writeMeasurements(measurements, 100_000)].join('');
    expect(text.match(/^\{"format"/gm)).toHaveLength(3);
    const read = await readText('a.json', text, [measurementsFormat]);
    expect(read.measurements).toEqual(measurements);
  });

  it('keeps null apart from 0, and as fast as possible apart from both', () => {
    const source = { format: 'vllm', file: 'b.json', item: 0, tool: null };
    const blank = blankMeasurement('x', source);
    const text = [
      ...writeMeasurements([
        { ...blank, durationSeconds: 0, load: { ...blank.load, requestsPerSecond: Infinity } },
      ]),
    ].join('');
    const [written] = JSON.parse(text).measurements;
    expect(written.durationSeconds).toBe(0);
    expect(written.totalInputTokens).toBeNull();
    expect(written.load).toEqual({
      concurrency: null,
      requestsPerSecond: 'inf',
      inputTokens: null,
      outputTokens: null,
    });
  });

  it('refuses to write what is no number', () => {
    const source = { format: 'vllm', file: 'b.json', item: 0, tool: null };
    const broken = { ...blankMeasurement('x', source), durationSeconds: Number.NaN };
    expect(() => [...writeMeasurements([broken])]).toThrow('not a number');
  });
});
