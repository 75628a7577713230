import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecord, recordText } from '../../../src/experiment/store/record-text.js';
import { holds } from '../../support/property.js';

/** Every double there is, the odd ones often. */
const double = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -0, 5e-324, Infinity, -Infinity));
const counts = fc.record({ buckets: fc.array(fc.integer()), counts: fc.array(fc.nat()) });
const checksum = fc.option(fc.stringMatching(/^[0-9a-f]{16}$/));
const record = fc.record({
  cell: fc.nat(),
  from: fc.nat(),
  values: fc.array(fc.array(double)),
  latency: fc.option(fc.array(counts)),
  timeline: checksum,
  requests: checksum,
});

describe('the text of a record', () => {
  it('reads back as the same record, to the bit', () => {
    holds(record, (each) => {
      expect(readRecord(recordText(each))).toEqual(each);
    });
  });

  it('is one line of JSON that any reader takes', () => {
    holds(record, (each) => {
      const text = recordText(each);
      expect(text).not.toContain('\n');
      expect(JSON.parse(text)).toMatchObject({ cell: each.cell, from: each.from });
    });
  });

  it('is the same whatever order the record has in memory', () => {
    const latency = [{ counts: [2, 3], buckets: [-1, 7] }];
    const text = '{"cell":1,"from":0,"values":[[0.1,null,-0,1e999]],"latency":[{"buckets":[-1,7],';
    expect(
      recordText({
        ...{ requests: null, timeline: 'ab', latency },
        ...{ values: [[0.1, Number.NaN, -0, Infinity]], from: 0, cell: 1 },
      }),
    ).toBe(`${text}"counts":[2,3]}],"timeline":"ab","requests":null}`);
  });
});
