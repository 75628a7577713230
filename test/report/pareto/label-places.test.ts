import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  joinedLabels,
  type LabelledPoint,
  placeLabels,
} from '../../../src/report/pareto/label-places.js';
import { holds } from '../../support/property.js';

const SIZE = { width: 200, height: 100 };
const TEXT = { widthOf: (text: string) => 4 * text.length, height: 6 };
const RADIUS = 3;

function point(x: number, y: number, text = '64', priority = 1): LabelledPoint {
  return { x, y, text, priority, radius: RADIUS };
}

const anyPoint = fc
  .record({
    x: fc.integer({ min: 0, max: SIZE.width }),
    y: fc.integer({ min: 0, max: SIZE.height }),
    text: fc.constantFrom('1', '16', '256', '1024'),
    priority: fc.integer({ min: 0, max: 2 }),
  })
  .map((each) => ({ ...each, radius: RADIUS }));
const anyLines = fc.array(fc.array(anyPoint, { maxLength: 6 }), { maxLength: 8 });

describe('placeLabels', () => {
  it('sets no label on another, on a mark, or over the edge', () => {
    holds(
      anyLines,
      (lines) => {
        const placed = placeLabels(lines, SIZE, TEXT);
        const marks = lines.flat();
        const bad = placed.filter(({ x, y, text }, at) => {
          const half = { x: TEXT.widthOf(text) / 2, y: TEXT.height / 2 };
          const isOver =
            x - half.x < 0 || x + half.x > SIZE.width || y - half.y < 0 || y + half.y > SIZE.height;
          const isOnLabel = placed.slice(at + 1).some((other) => {
            const apart = { x: half.x + TEXT.widthOf(other.text) / 2, y: TEXT.height };
            const [dx, dy] = [Math.abs(x - other.x), Math.abs(y - other.y)];
            return dx < apart.x - 1e-9 && dy < apart.y - 1e-9;
          });
          const isOnMark = marks.some(
            (mark) => Math.abs(mark.x - x) < half.x && Math.abs(mark.y - y) < half.y,
          );
          return isOver || isOnLabel || isOnMark;
        });
        expect(bad).toEqual([]);
      },
      300,
    );
  });

  it('labels a point that stands alone, above it and to the right', () => {
    const [label, ...more] = placeLabels([[point(50, 50)]], SIZE, TEXT);
    expect(more).toEqual([]);
    expect(label).toMatchObject({ text: '64', line: 0 });
    expect(label?.x).toBeGreaterThan(50);
    expect(label?.y).toBeLessThan(50);
  });

  it('turns away from an edge', () => {
    const [label] = placeLabels([[point(SIZE.width, 0)]], SIZE, TEXT);
    expect(label?.x).toBeLessThan(SIZE.width);
    expect(label?.y).toBeGreaterThan(0);
  });

  it('gives room first to what comes first', () => {
    const crowd = Array.from({ length: 60 }, (_, at) => [
      point(100 + (at % 8), 50 + Math.floor(at / 8), `${at}`, at === 41 ? 0 : 1),
    ]);
    const texts = placeLabels(crowd, SIZE, TEXT).map(({ text }) => text);
    expect(texts[0]).toBe('41');
    expect(texts.length).toBeLessThan(60);
  });
});

describe('joinedLabels', () => {
  it('writes one label beside points of a line that lie on one another', () => {
    const line = [point(0, 90, '1'), point(50, 50, '8'), point(51, 50, '64'), point(52, 50, '256')];
    expect(joinedLabels(line).map(({ text, x }) => [text, x])).toEqual([
      ['1', 0],
      ['8–256', 51],
    ]);
  });

  it('says what is the same once', () => {
    expect(joinedLabels([point(0, 0, '8'), point(0, 0, '8')]).map(({ text }) => text)).toEqual([
      '8',
    ]);
  });
});
