import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { figureFonts } from '../../../src/host/figure-fonts.js';
import { TextRuler } from '../../../src/report/figures/render/fonts.js';
import { FigureRenderer } from '../../../src/report/figures/render/render.js';
import { themeConfig } from '../../../src/report/figures/theme.js';

const fonts = figureFonts();
const renderer = new FigureRenderer(fonts);
const PDF = { title: 'a figure', created: new Date(0) };
const CAPTION = 'Costs $& < 5 & more.';

/** A figure of some panels side by side, with headings (bold) and a legend. */
function panels(count: number): object {
  const values = Array.from({ length: count * 4 }, (_, at) => ({
    panel: `panel ${at % count}`,
    x: at,
    y: at ** 2,
    series: at % 2 === 0 ? 'CC off' : 'CC on',
  }));
  return {
    data: { values },
    facet: { column: { field: 'panel', type: 'nominal', title: null } },
    spec: {
      height: 60,
      mark: 'line',
      encoding: {
        x: { field: 'x', type: 'quantitative', axis: { tickCount: 2 } },
        y: { field: 'y', type: 'quantitative' },
        strokeDash: {
          field: 'series',
          type: 'nominal',
          title: null,
          scale: {
            range: [
              [1, 0],
              [4, 2],
            ],
          },
        },
      },
    },
  };
}

const render = (formats: readonly ('svg' | 'png' | 'pdf')[], widthPoints = 252) =>
  renderer.render({ spec: panels(2), caption: CAPTION }, { widthPoints, formats, pdf: PDF });

describe('a figure', () => {
  it.each([
    [1, 252],
    [2, 252],
    [3, 252],
    [1, 516],
    [4, 516],
    [6, 516],
  ])('of %i panels fills a page of %i points', async (count, width) => {
    const { widthPoints } = await renderer.draw(panels(count), width);
    expect(widthPoints).toBeLessThanOrEqual(width);
    expect(widthPoints).toBeGreaterThanOrEqual(width - 6);
  });

  it('whose panels have widths of their own keeps them, and says that it is too wide', async () => {
    const spec = { data: { values: [{ x: 1 }] }, width: 300, mark: 'bar', encoding: {} };
    const figure = { spec, caption: CAPTION };
    const { warnings } = await renderer.render(figure, {
      widthPoints: 252,
      formats: [],
      pdf: PDF,
    });
    expect(warnings).toEqual([expect.stringMatching(/^it is 30\d pt wide, the page 252 pt$/)]);
  });

  it('says what Vega-Lite left out', async () => {
    const spec = { data: { values: [] }, mark: 'bar', encoding: { size: { field: 'a' } } };
    const { warnings } = await renderer.draw(spec, null);
    expect(warnings.length).toBeGreaterThan(0);
  });

  it('says which characters the font cannot show', async () => {
    const values = ['Ω', '模', '型'].map((name) => ({ name, y: 1 }));
    const encoding = {
      x: { field: 'name', type: 'nominal' },
      y: { field: 'y', type: 'quantitative' },
    };
    const figure = { spec: { data: { values }, mark: 'bar', encoding }, caption: CAPTION };
    const { warnings } = await renderer.render(figure, {
      widthPoints: 252,
      formats: [],
      pdf: PDF,
    });
    expect([...warnings].sort()).toEqual([
      'the font has no glyph for "型"',
      'the font has no glyph for "模"',
    ]);
  });

  it('is drawn alike from the specification that lies beside it', async () => {
    const { spec } = await render([]);
    const { svg } = await renderer.draw(panels(2), 252);
    const view = new View(parse(compile(spec as TopLevelSpec).spec), { renderer: 'none' });
    const again = await view.toSVG();
    expect(again.replaceAll(' stroke-dasharray="1,0"', '')).toBe(svg);
    expect(spec).toMatchObject({ description: CAPTION, config: { font: themeConfig.font } });
  });

  it('is the same bytes again, in every form', async () => {
    const formats = ['svg', 'png', 'pdf'] as const;
    const [first, second] = [await render(formats), await render(formats)];
    for (const format of formats) {
      expect(Buffer.from(second.files.get(format) ?? '')).toEqual(
        Buffer.from(first.files.get(format) ?? ''),
      );
    }
  });
});

describe('SVG', () => {
  it('has its size in points, and the caption for who cannot see it', async () => {
    const { files } = await render(['svg']);
    const svg = String(files.get('svg'));
    expect(svg).toMatch(/^<svg [^>]*width="2\d\dpt" height="\d+pt"[^>]*role="img">/);
    expect(svg).toContain('<desc>Costs $&amp; &lt; 5 &amp; more.</desc>');
  });

  it('carries the glyphs that it needs, of each face, and no more', async () => {
    const { files } = await render(['svg']);
    const faces = [...String(files.get('svg')).matchAll(/font-weight:(\w+);src:url\(([^)]*)\)/g)];
    expect(faces.map(([, weight]) => weight)).toEqual(['normal', 'bold']);
    const [regular, bold] = faces.map(([, , url = '']) => fontOf(url));
    expect(textOf(bold?.characterSet)).toBe(' 01aelnp');
    for (const character of 'CConff0') {
      expect(regular?.hasGlyphForCodePoint(character.charCodeAt(0))).toBe(true);
    }
    expect(regular?.hasGlyphForCodePoint('Q'.charCodeAt(0))).toBe(false);
  });
});

describe('PNG', () => {
  it('has 300 dots for every inch of the printed size, and says so', async () => {
    const { widthPoints, heightPoints } = await renderer.draw(panels(2), 252);
    const { files } = await render(['png']);
    const png = Buffer.from(files.get('png') ?? '');
    expect(Math.abs(png.readUInt32BE(16) - (widthPoints * 300) / 72)).toBeLessThan(1);
    expect(Math.abs(png.readUInt32BE(20) - (heightPoints * 300) / 72)).toBeLessThan(1);
    const at = png.indexOf('pHYs');
    expect(at).toBeLessThan(png.indexOf('IDAT'));
    expect(png.readUInt32BE(at + 4)).toBe(11_811);
    expect(png.readUInt8(at + 12)).toBe(1);
  });
});

describe('PDF', () => {
  it('is a page of the figure’s size with the font in it', async () => {
    const { widthPoints, heightPoints } = await renderer.draw(panels(2), 252);
    const { files } = await render(['pdf']);
    const pdf = Buffer.from(files.get('pdf') ?? '').toString('latin1');
    expect(pdf).toContain(`/MediaBox [0 0 ${widthPoints} ${heightPoints}]`);
    expect(pdf).toMatch(/\/FontName \/\w+\+SourceSans3-Regular/);
    expect(pdf).toMatch(/\/FontName \/\w+\+SourceSans3-Bold/);
    expect(pdf.match(/\/FontFile2 /g)).toHaveLength(2);
    expect(pdf).not.toContain('Helvetica');
    expect(pdf).toContain('(D:19700101000000Z)');
  });
});

describe('the ruler', () => {
  const ruler = new TextRuler(fonts);

  it('measures by the advances of the font', () => {
    const font = create(readFileSync(fonts.regular.path)) as Font;
    const digit = font.glyphForCodePoint('0'.charCodeAt(0)).advanceWidth / font.unitsPerEm;
    expect(ruler.measure('00', 10, false).advance).toBeCloseTo(20 * digit, 10);
    expect(ruler.measure('00', 10, true).advance).toBeGreaterThan(20 * digit);
  });

  it('knows where the ink is', () => {
    const { top, bottom, left, right, advance } = ruler.measure('x', 100, false);
    expect(top).toBeGreaterThan(-60);
    expect(top).toBeLessThan(-40);
    expect(Math.abs(bottom)).toBeLessThan(2);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(advance);
    expect(ruler.measure(' ', 100, false)).toMatchObject({ left: 0, right: 0, top: 0, bottom: 0 });
  });
});

function fontOf(url: string): Font {
  return create(Buffer.from(url.replace(/^data:[^,]*,/, ''), 'base64')) as Font;
}

function textOf(characters: readonly number[] = []): string {
  // The end of the table of characters is marked by one that is none.
  return String.fromCodePoint(...characters.filter((code) => code !== 0xffff));
}
