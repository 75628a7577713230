import type { FigureFormat, FigureSpec } from '../figure.js';
import { type Drawing, draw } from './draw.js';
import { embedFonts } from './embed-font.js';
import { type FigureFonts, TextRuler } from './fonts.js';
import { textOverlaps } from './overlaps.js';
import { type PdfFacts, toPdf } from './pdf.js';
import { toPng } from './png.js';
import { layoutOf } from './text-boxes.js';

/** A figure in the forms that were asked for. */
export interface RenderedFigure {
  /** By format. */
  readonly files: ReadonlyMap<FigureFormat, string | Uint8Array>;
  /** The specification as it was drawn, theme and sizes put in. */
  readonly spec: object;
  /** What a reader may stumble over; empty is what it should be. */
  readonly warnings: readonly string[];
}

export interface RenderOptions {
  /** pt. */
  readonly widthPoints: number;
  readonly formats: readonly FigureFormat[];
  readonly pdf: PdfFacts;
}

/** Draws figures in one font. Large libraries: import this module only when one is wanted. */
export class FigureRenderer {
  readonly #fonts: FigureFonts;
  readonly #ruler: TextRuler;

  constructor(fonts: FigureFonts) {
    this.#fonts = fonts;
    this.#ruler = new TextRuler(fonts);
  }

  async render(figure: FigureSpec, options: RenderOptions): Promise<RenderedFigure> {
    const { widthPoints, formats } = options;
    const drawing = await this.draw(figure.spec, widthPoints);
    const files = new Map<FigureFormat, string | Uint8Array>();
    for (const format of formats) {
      files.set(format, await this.#file(format, drawing, options.pdf, figure.caption));
    }
    return {
      files,
      spec: { ...drawing.spec, description: figure.caption },
      warnings: this.#warnings(drawing, widthPoints),
    };
  }

  /** @param widthPoints null: as wide as the specification says. */
  draw(spec: object, widthPoints: number | null): Promise<Drawing> {
    return draw(spec, widthPoints, this.#ruler);
  }

  /** The drawing as a file of its own: font put in, sizes in points, a text for who cannot see. */
  async toSvg({ svg, widthPoints, heightPoints }: Drawing, caption: string): Promise<string> {
    const embedded = await embedFonts(svg, this.#fonts, this.#ruler);
    const sized = embedded.replace(
      /^<svg([^>]*?) width="[^"]*" height="[^"]*"([^>]*)>/,
      (_, before: string, after: string) =>
        `<svg${before} width="${widthPoints}pt" height="${heightPoints}pt"${after} role="img"><desc>${escaped(caption)}</desc>`,
    );
    return `${sized}\n`;
  }

  #file(
    format: FigureFormat,
    drawing: Drawing,
    pdf: PdfFacts,
    caption: string,
  ): Promise<string | Uint8Array> | Uint8Array {
    if (format === 'svg') return this.toSvg(drawing, caption);
    return format === 'png' ? toPng(drawing.svg, this.#fonts) : toPdf(drawing, this.#fonts, pdf);
  }

  #warnings({ svg, widthPoints, warnings }: Drawing, page: number): readonly string[] {
    const wide = widthPoints > page ? [`it is ${widthPoints} pt wide, the page ${page} pt`] : [];
    const texts = textOverlaps(svg, this.#ruler).map(({ kind, text, other }) =>
      other === null ? `${kind}: "${text}"` : `${kind}: "${text}" and "${other}"`,
    );
    return [...wide, ...texts, ...this.#missingGlyphs(svg), ...warnings];
  }

  #missingGlyphs(svg: string): readonly string[] {
    const all = layoutOf(svg, this.#ruler).texts.map(({ text }) => text);
    return this.#ruler
      .missing(all.join(''))
      .map((character) => `the font has no glyph for "${character}"`);
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
