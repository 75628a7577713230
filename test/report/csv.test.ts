import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvText, toCsv } from '../../src/report/csv.js';

describe('toCsv', () => {
  it('writes numbers that read back to the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const [, cell] = toCsv(['x'], [[value]]).split('\n');
        // The sign of zero is not worth a character.
        expect(Number(cell)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('writes nothing where there is no number, and booleans as words', () => {
    const row = [Number.NaN, Number.POSITIVE_INFINITY, null, true, false, -1.5, 'x'];
    expect(toCsv(['a', 'b', 'c', 'd', 'e', 'f', 'g'], [row])).toBe(
      'a,b,c,d,e,f,g\n,,,true,false,-1.5,x\n',
    );
  });

  it('quotes what would break a row', () => {
    expect(toCsv(['a'], [['say "x", y']])).toBe('a\n"say ""x"", y"\n');
  });
});

describe('csvText', () => {
  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '\r=1'])(
    'keeps %j from being taken for a formula',
    (text) => {
      expect(csvText(text)).toBe(`'${text}`);
    },
  );

  it.each(['-1', '+0.5', '-1e-3', 'a=b', 'granite-7b', ''])('leaves %j as it is', (text) => {
    expect(csvText(text)).toBe(text);
  });
});

describe('csvCell', () => {
  it('agrees with the general writer', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const [whole] = toCsv(['h', 'i'], [[text, 1]])
          .split(/^h,i\n/)
          .slice(1);
        expect(parseCell(csvCell(text))).toBe(parseCell(whole?.slice(0, -3) ?? ''));
      }),
    );
  });
});

function parseCell(cell: string): string {
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
