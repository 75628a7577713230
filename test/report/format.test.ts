import { describe, expect, it } from 'vitest';
import { figureAt } from '../../src/metrics/figures.js';
import {
  formatChange,
  formatInterval,
  formatRatio,
  formatValue,
  printable,
  titleOf,
} from '../../src/report/format.js';

describe('formatValue', () => {
  it('writes fractions in percent and times with two decimals', () => {
    expect(formatValue(0.4567, 'fraction')).toBe('45.7');
    expect(formatValue(12.3456, 's')).toBe('12.35');
  });

  it('writes what one run counted whole, and means with a decimal', () => {
    expect(formatValue(12, 'count', 1)).toBe('12');
    expect(formatValue(12, 'count', 10)).toBe('12.0');
    expect(formatValue(7.25, 'requests', 1)).toBe('7.3');
  });

  it('has a sign for what is not a number and a true minus', () => {
    expect(formatValue(Number.NaN, 's')).toBe('–');
    expect(formatValue(Number.POSITIVE_INFINITY, 's')).toBe('∞');
    expect(formatValue(-1.5, 's')).toBe('−1.50');
    expect(formatValue(-1e-9, 's')).toBe('0.00');
  });
});

describe('formatChange', () => {
  it('always has a sign, except for no change', () => {
    expect(formatChange(0.25, 'fraction', 2)).toBe('+25.0');
    expect(formatChange(-3, 'count', 1)).toBe('−3');
    expect(formatChange(0, 'count', 1)).toBe('0');
    expect(formatChange(1e-17, 's', 3)).toBe('0.00');
    expect(formatChange(Number.NaN, 's', 3)).toBe('–');
  });
});

describe('formatInterval', () => {
  it('tells no variation from a single replication', () => {
    expect(formatInterval({ mean: 1, ci95: [0.5, 1.5], n: 9 }, 's')).toBe('[0.50, 1.50]');
    expect(formatInterval({ mean: 1, ci95: null, n: 9 }, 's')).toBe('no variation');
    expect(formatInterval({ mean: 1, ci95: null, n: 1 }, 's')).toBe('');
    expect(formatInterval({ mean: Number.NaN, ci95: null, n: 0 }, 's')).toBe('');
  });
});

describe('formatRatio', () => {
  it('has three decimals, or as many as asked for', () => {
    expect([formatRatio(1.2345), formatRatio(-2, 1), formatRatio(Number.NaN)]).toEqual([
      '1.234',
      '−2.0',
      '–',
    ]);
    expect(formatRatio(Number.POSITIVE_INFINITY)).toBe('∞');
    expect(formatRatio(Number.NEGATIVE_INFINITY)).toBe('−∞');
  });

  it('has no digits to speak of beyond a million', () => {
    expect(formatRatio(5.69e28, 2)).toBe('> 1e6');
    expect(formatRatio(-1.1e6)).toBe('< −1e6');
    expect(formatRatio(999_999.5, 2)).toBe('999999.50');
  });
});

describe('titleOf', () => {
  it('names the unit in which values are written', () => {
    expect(titleOf(figureAt('gpu.idleShare'))).toBe('GPU idle, %');
    expect(titleOf(figureAt('latencySeconds.p95'))).toBe('p95 latency, s');
    expect(titleOf(figureAt('swaps.count'))).toBe('swaps');
  });
});

describe('printable', () => {
  it('replaces control characters only', () => {
    expect(printable('a\u001b[1m\tß–')).toBe('a\u{FFFD}[1m\u{FFFD}ß–');
  });
});
