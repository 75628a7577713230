import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelColumn, numberColumn, type RecordTable } from '../../src/metrics/records/table.js';
import { recordCsv } from '../../src/report/record-csv.js';

function tableOf(numbers: readonly number[], labels: readonly string[]): RecordTable {
  return {
    rowCount: numbers.length,
    columns: [
      numberColumn('x_s', (row) => numbers[row] as number),
      labelColumn('model', labels, (row) => (row % (labels.length + 1)) - 1),
    ],
  };
}

describe('recordCsv', () => {
  it('reads back to the same numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (numbers) => {
        const text = [...recordCsv(tableOf(numbers, ['a']))].join('');
        const rows = text.split('\n').slice(1, -1);
        expect(rows.map((row) => Number(row.split(',')[0]))).toEqual(
          numbers.map((value) => (value === 0 ? 0 : value)),
        );
      }),
    );
  });

  it('leaves cells without a value empty and makes texts safe', () => {
    const table = tableOf([1, Number.NaN, 3, 4], ['=x', 'b,c', 'd']);
    expect([...recordCsv(table)].join('')).toBe(`x_s,model\n1,\n,'=x\n3,"b,c"\n4,d\n`);
  });

  it('continues a file, with the replication in front', () => {
    const table = tableOf([0.5], []);
    const leading = [{ name: 'replication', value: 3 }];
    expect([...recordCsv(table, { header: true, leading })].join('')).toBe(
      'replication,x_s,model\n3,0.5,\n',
    );
    expect([...recordCsv(table, { header: false, leading })].join('')).toBe('3,0.5,\n');
  });

  it('hands on chunks of bounded size', () => {
    const table = tableOf(
      Array.from({ length: 50_000 }, (_, row) => row / 7),
      ['model'],
    );
    const chunks = [...recordCsv(table)];
    expect(chunks.length).toBeGreaterThan(10);
    for (const chunk of chunks) expect(chunk.length).toBeLessThan(66_000);
    expect(chunks.join('').split('\n').length).toBe(50_002);
  });

  it('writes a header only, or nothing, without rows', () => {
    const table = tableOf([], []);
    expect([...recordCsv(table)]).toEqual(['x_s,model\n']);
    expect([...recordCsv(table, { header: false, leading: [] })]).toEqual([]);
  });
});
