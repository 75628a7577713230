import subsetFont from 'subset-font';
import { FONT } from '../theme.js';
import type { FigureFonts, FontFile, TextRuler } from './fonts.js';
import { layoutOf } from './text-boxes.js';

/**
 * Puts the glyphs that a figure needs into its SVG, so that it looks the same wherever it is
 * opened: a style with `@font-face` (WOFF2 as base64) for each face that it has text in.
 */
export async function embedFonts(
  svg: string,
  fonts: FigureFonts,
  ruler: TextRuler,
): Promise<string> {
  const { texts } = layoutOf(svg, ruler);
  const faces: string[] = [];
  for (const bold of [false, true]) {
    const used = texts.filter((text) => text.bold === bold).map(({ text }) => text);
    if (used.length === 0) continue;
    faces.push(await fontFace(bold ? fonts.bold : fonts.regular, bold, used.join('')));
  }
  return svg.replace(/<svg[^>]*>/, (start) => `${start}<style>${faces.join('')}</style>`);
}

async function fontFace({ bytes }: FontFile, bold: boolean, text: string): Promise<string> {
  const characters = [...new Set(text)].sort().join('');
  const subset = await subsetFont(Buffer.from(bytes), characters, { targetFormat: 'woff2' });
  const weight = bold ? 'bold' : 'normal';
  const data = `data:font/woff2;base64,${subset.toString('base64')}`;
  return `@font-face{font-family:'${FONT}';font-weight:${weight};src:url(${data}) format('woff2')}`;
}
