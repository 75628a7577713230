import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkedFloats } from '../../../src/metrics/latency/chunked-floats.js';

describe('ChunkedFloats', () => {
  it('holds what was pushed, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), (count) => {
        const floats = new ChunkedFloats();
        for (let value = 0; value < count; value++) floats.push(value / 3);
        const held = floats.chunks().flatMap((chunk) => [...chunk]);
        expect(held).toEqual(Array.from({ length: count }, (_, value) => value / 3));
        expect(floats.length).toBe(count);
      }),
      { numRuns: 30 },
    );
  });

  it('takes little more than 8 bytes a number', () => {
    const floats = new ChunkedFloats();
    const count = 1_000_000;
    for (let value = 0; value < count; value++) floats.push(value);
    const buffers = new Set(floats.chunks().map((chunk) => chunk.buffer));
    const bytes = [...buffers].reduce((sum, buffer) => sum + buffer.byteLength, 0);
    expect(bytes).toBeLessThan(1.1 * 8 * count);
  });
});
