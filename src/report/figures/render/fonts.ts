import { create, type Font } from 'fontkit';

/** A font as a TrueType file: what every program that draws can read. */
export interface FontFile {
  /** Of the file, for what reads fonts itself. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The faces of the one font that figures are set in. */
export interface FigureFonts {
  readonly regular: FontFile;
  readonly bold: FontFile;
}

/** Where the ink of a text is, relative to its start on the baseline; y runs down, as in SVG. */
export interface Ink {
  /** How far the text moves on, which is what aligns it. */
  readonly advance: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const NO_INK = { left: 0, right: 0, top: 0, bottom: 0 };

/** Measures text by the outlines and kerning of the font that it is drawn with. */
export class TextRuler {
  readonly #regular: Font;
  readonly #bold: Font;
  /** In units of the font size, by face and text: figures repeat their labels. */
  readonly #measured = new Map<string, Ink>();

  constructor({ regular, bold }: FigureFonts) {
    this.#regular = openFont(regular);
    this.#bold = openFont(bold);
  }

  /** @returns lengths in the unit of `size`. */
  measure(text: string, size: number, bold: boolean): Ink {
    const key = `${bold ? 'b' : 'r'}${text}`;
    let ink = this.#measured.get(key);
    if (ink === undefined) {
      ink = inkOf(bold ? this.#bold : this.#regular, text);
      this.#measured.set(key, ink);
    }
    return {
      advance: ink.advance * size,
      left: ink.left * size,
      right: ink.right * size,
      top: ink.top * size,
      bottom: ink.bottom * size,
    };
  }

  /** The characters of a text for which the font has no glyph. */
  missing(text: string): readonly string[] {
    return [...new Set(text)].filter(
      (character) => !this.#regular.hasGlyphForCodePoint(character.codePointAt(0) ?? 0),
    );
  }
}

function inkOf(font: Font, text: string): Ink {
  const { advanceWidth, bbox } = font.layout(text);
  const advance = advanceWidth / font.unitsPerEm;
  // Blanks alone have no outline, and no finite box.
  if (!(bbox.maxX > bbox.minX)) return { advance, ...NO_INK };
  const em = font.unitsPerEm;
  return {
    advance,
    left: bbox.minX / em,
    right: bbox.maxX / em,
    top: -bbox.maxY / em,
    bottom: -bbox.minY / em,
  };
}

function openFont({ path, bytes }: FontFile): Font {
  const font = create(Buffer.from(bytes));
  if ('layout' in font) return font;
  throw new Error(`${path} is a collection of fonts, not one`);
}
