import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureFonts } from '../../../src/host/figure-fonts.js';
import { TextRuler } from '../../../src/report/figures/render/fonts.js';
import { textOverlaps } from '../../../src/report/figures/render/overlaps.js';
import { FigureRenderer } from '../../../src/report/figures/render/render.js';

const fonts = figureFonts();
const ruler = new TextRuler(fonts);

interface Text {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly angle?: number;
  readonly anchor?: string;
}

const SIZE = 10;
const WIDTH = 400;
const HEIGHT = 300;

function svgOf(texts: readonly Text[], content = ''): string {
  const drawn = texts.map(
    ({ text, x, y, angle = 0, anchor = 'start' }) =>
      `<text text-anchor="${anchor}" transform="translate(${x},${y}) rotate(${angle})" font-size="${SIZE}px">${text}</text>`,
  );
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}"><g transform="translate(0,0)">${drawn.join('')}${content}</g></svg>`;
}

const overlapsOf = (...texts: readonly Text[]) => textOverlaps(svgOf(texts), ruler);
const width = (text: string): number => ruler.measure(text, SIZE, false).right;

describe('textOverlaps', () => {
  it('finds a text that runs into another', () => {
    const end = 100 + width('throughput');
    const one = { text: 'throughput', x: 100, y: 100 };
    expect(overlapsOf(one, { text: 'latency', x: end - 2, y: 100 })).toEqual([
      { kind: 'text over text', text: 'throughput', other: 'latency' },
    ]);
    expect(overlapsOf(one, { text: 'latency', x: end + 2, y: 100 })).toEqual([]);
  });

  it('goes by the ink: lines may be as near as their letters allow', () => {
    const lines = (second: string): readonly Text[] => [
      { text: 'xxx', x: 100, y: 100 },
      { text: second, x: 100, y: 107 },
    ];
    expect(overlapsOf(...lines('xxx'))).toEqual([]);
    expect(overlapsOf(...lines('lll'))).toHaveLength(1);
  });

  it('takes turned text for what it covers', () => {
    const level = { text: 'requests per second', x: 100, y: 100 };
    // A diagonal beside it: the upright boxes of the two would overlap.
    const diagonal = { text: 'requests per second', x: 100, y: 108, angle: 45 };
    expect(overlapsOf(level, diagonal)).toEqual([]);
    expect(overlapsOf(level, { ...diagonal, y: 80, angle: 60 })).toHaveLength(1);
  });

  it('finds text that leaves the figure, at every edge', () => {
    const { top, bottom } = ruler.measure('p', SIZE, false);
    const places: readonly (readonly [Text, boolean])[] = [
      [{ text: 'p', x: 0, y: 100 }, false],
      [{ text: 'p', x: -3, y: 100 }, true],
      [{ text: 'p', x: WIDTH, y: 100, anchor: 'end' }, false],
      [{ text: 'p', x: WIDTH, y: 100 }, true],
      [{ text: 'p', x: 100, y: -top }, false],
      [{ text: 'p', x: 100, y: -top - 1 }, true],
      [{ text: 'p', x: 100, y: HEIGHT - bottom }, false],
      [{ text: 'p', x: 100, y: HEIGHT }, true],
    ];
    for (const [text, leaves] of places) {
      const found = leaves ? [{ kind: 'outside the figure', text: 'p', other: null }] : [];
      expect({ text, found: overlapsOf(text) }).toEqual({ text, found });
    }
  });

  it('finds a legend on the data, and leaves labels of the data alone', () => {
    const panel =
      '<g class="role-scope cell"><g><path class="background" d="M0,0h200v200h-200Z"/></g></g>';
    const text = (role: string): string =>
      `<g class="${role}"><text transform="translate(50,50)" font-size="8px">CC on</text></g>`;
    const of = (role: string) => textOverlaps(svgOf([], panel + text(role)), ruler);
    expect(of('mark-text role-legend-label')).toEqual([
      { kind: 'legend over data', text: 'CC on', other: null },
    ]);
    expect(of('mark-text role-mark')).toEqual([]);
  });

  it('reads lines, entities and nested transforms as a browser does', () => {
    const lines =
      '<g transform="translate(100,50)"><text font-size="8px"><tspan>a &lt; b</tspan><tspan x="0" dy="10">second</tspan></text></g>';
    const beside = { text: 'beside', x: 100, y: 60 };
    expect(textOverlaps(svgOf([beside], lines), ruler)).toEqual([
      { kind: 'text over text', text: 'beside', other: 'second' },
    ]);
    const first = { text: 'first', x: 100, y: 50 };
    expect(textOverlaps(svgOf([first], lines), ruler)).toEqual([
      { kind: 'text over text', text: 'first', other: 'a < b' },
    ]);
  });

  it('agrees with points strewn over both boxes', () => {
    const text = fc.record({
      text: fc.constantFrom('x', 'latency', 'mean latency, s'),
      x: fc.integer({ min: 150, max: 250 }),
      y: fc.integer({ min: 120, max: 180 }),
      angle: fc.constantFrom(0, 30, 90, -90, 135),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const found = overlapsOf(a, b).some(({ kind }) => kind === 'text over text');
        if (pointsOf(a).some((point) => isIn(point, b))) expect(found).toBe(true);
        // Boxes that are grown by more than the least gap and share no point are apart.
        else if (!pointsOf(a, 1).some((point) => isIn(point, b, 1))) expect(found).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('finds nothing in a plain figure, and what is wrong with a crowded one', async () => {
    const renderer = new FigureRenderer(fonts);
    const spec = (labels: readonly string[]): object => ({
      data: { values: labels.map((label, at) => ({ label, at })) },
      mark: 'bar',
      encoding: {
        x: { field: 'label', type: 'nominal', axis: { labelAngle: 0 } },
        y: { field: 'at', type: 'quantitative' },
      },
    });
    const of = async (labels: readonly string[]) =>
      textOverlaps((await renderer.draw(spec(labels), 252)).svg, ruler);
    expect(await of(['a', 'b', 'c'])).toEqual([]);
    const long = ['a', 'b', 'c'].map((letter) => `best-batch+partial-batch+timer ${letter}`);
    expect((await of(long)).length).toBeGreaterThanOrEqual(2);
  });
});

/** A grid of points over the ink of a text, grown by `margin` to all sides. */
function pointsOf(text: Text, margin = 0): readonly (readonly [number, number])[] {
  const { left, right, top, bottom } = ruler.measure(text.text, SIZE, false);
  const steps = Array.from({ length: 41 }, (_, at) => at / 40);
  const along = (from: number, to: number): readonly number[] =>
    steps.map((step) => from - margin + (to - from + 2 * margin) * step);
  const turn = ((text.angle ?? 0) * Math.PI) / 180;
  return along(left, right).flatMap((x) =>
    along(top, bottom).map((y) => {
      return [
        text.x + x * Math.cos(turn) - y * Math.sin(turn),
        text.y + x * Math.sin(turn) + y * Math.cos(turn),
      ] as const;
    }),
  );
}

function isIn([x, y]: readonly [number, number], text: Text, margin = 0): boolean {
  const { left, right, top, bottom } = ruler.measure(text.text, SIZE, false);
  const turn = (-(text.angle ?? 0) * Math.PI) / 180;
  const [dx, dy] = [x - text.x, y - text.y];
  const across = dx * Math.cos(turn) - dy * Math.sin(turn);
  const down = dx * Math.sin(turn) + dy * Math.cos(turn);
  return (
    across >= left - margin &&
    across <= right + margin &&
    down >= top - margin &&
    down <= bottom + margin
  );
}
