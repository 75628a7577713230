import { describe, expect, it } from 'vitest';
import { seriesOf } from '../../../src/report/figures/series.js';
import { SERIES_LOOKS, TEE_LOOKS, TEXT } from '../../../src/report/figures/theme.js';

type Rgb = readonly [red: number, green: number, blue: number];

/** Linear light, 0 to 1. */
function linear(colour: string): Rgb {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [red, green, blue];
}

/** CIE L*, which a copy in grey keeps. */
function lightness([red, green, blue]: Rgb): number {
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}

/** How colours look without red- or green-sensitive cones: Viénot, Brettel and Mollon (1999). */
const BLINDNESS: Readonly<Record<string, (colour: Rgb) => Rgb>> = {
  protanopia: ([r, g, b]) => {
    const yellow = 0.11238 * r + 0.88762 * g;
    return [yellow, yellow, 0.00401 * r - 0.00401 * g + b];
  },
  deuteranopia: ([r, g, b]) => {
    const yellow = 0.29275 * r + 0.70725 * g;
    return [yellow, yellow, -0.02234 * r + 0.02234 * g + b];
  },
  'normal vision': (colour) => colour,
};

/** Distance in CIE L*a*b* (1976), white D65. */
function difference(one: Rgb, other: Rgb): number {
  const lab = ([r, g, b]: Rgb): readonly number[] => {
    const x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505;
    const y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089;
    const [fx = 0, fy = 0, fz = 0] = [x, y, z].map((t) =>
      t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116,
    );
    return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
  };
  const [a, b] = [lab(one), lab(other)];
  return Math.hypot(...a.map((value, at) => value - (b[at] ?? 0)));
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((one, at) => items.slice(at + 1).map((other) => [one, other] as const));
}

const groups = [Object.values(TEE_LOOKS), SERIES_LOOKS.slice(0, 4)];

describe('looks', () => {
  it('of TEE modes and of the first four series are apart in a copy in grey', () => {
    for (const [one, other] of groups.flatMap(pairs)) {
      const apart = lightness(linear(one.colour)) - lightness(linear(other.colour));
      expect(Math.abs(apart)).toBeGreaterThan(12);
    }
  });

  it.each(Object.entries(BLINDNESS))('are told apart with %s', (_, seen) => {
    const all = [...groups.flatMap(pairs), ...pairs(SERIES_LOOKS)];
    for (const [one, other] of all) {
      const apart = difference(seen(linear(one.colour)), seen(linear(other.colour)));
      // 2.3 is the least that is noticed side by side (Mahy et al. 1994).
      expect({ one, other, apart: apart > 10 }).toEqual({ one, other, apart: true });
    }
  });

  it('differ in shape and in dash as well, each from all others', () => {
    for (const looks of [SERIES_LOOKS, Object.values(TEE_LOOKS)]) {
      for (const part of ['shape', 'dash'] as const) {
        expect(new Set(looks.map((look) => String(look[part]))).size).toBe(looks.length);
      }
    }
  });

  it('of other series are none of a TEE mode', () => {
    const colours = SERIES_LOOKS.map(({ colour }) => colour);
    for (const { colour } of Object.values(TEE_LOOKS)) expect(colours).not.toContain(colour);
  });
});

describe('text', () => {
  it('is 7 points or more on paper', () => {
    expect(Math.min(...Object.values(TEXT))).toBeGreaterThanOrEqual(7);
  });
});

describe('a series', () => {
  const column = {
    name: 'strategy.name',
    label: 'strategy.name',
    unit: null,
    values: ['best-batch', 'select-batch+timer', 'fcfs'],
    numeric: false,
  };

  it('has one look whichever others are shown', () => {
    const { looks } = seriesOf(column, column.values);
    expect(seriesOf(column, ['fcfs']).looks).toEqual(looks.slice(2));
  });

  it('of TEE modes has the look and the name of the mode', () => {
    const tee = { ...column, name: 'tee.mode', values: ['cc', 'off'] };
    expect(seriesOf(tee, ['off', 'cc'])).toEqual({
      labels: ['CC on', 'CC off'],
      looks: [TEE_LOOKS.cc, TEE_LOOKS.off],
    });
  });

  it('cannot have more values than can be told apart', () => {
    const values = Array.from({ length: SERIES_LOOKS.length + 1 }, (_, at) => `value ${at}`);
    expect(() => seriesOf({ ...column, values }, values)).toThrow(
      '--where strategy.name: expected at most 8 series in one figure, got 9',
    );
    // A few of them can be shown.
    expect(seriesOf({ ...column, values }, values.slice(-2)).looks).toHaveLength(2);
  });
});
