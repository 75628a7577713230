import { Resvg } from '@resvg/resvg-js';
import { FONT } from '../theme.js';
import type { FigureFonts } from './fonts.js';

const DOTS_PER_INCH = 300;
const POINTS_PER_INCH = 72;
const METRES_PER_INCH = 0.0254;
/** Signature (8 bytes), then the header's length, type, 13 bytes and checksum. */
const AFTER_HEADER = 8 + 4 + 4 + 13 + 4;

/** Draws an SVG whose unit is a point, at 300 dots per inch; the file says so. */
export function toPng(svg: string, fonts: FigureFonts): Uint8Array {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: DOTS_PER_INCH / POINTS_PER_INCH },
    font: {
      // The same glyphs on every machine.
      loadSystemFonts: false,
      fontFiles: [fonts.regular.path, fonts.bold.path],
      defaultFontFamily: FONT,
    },
  });
  return withResolution(image.render().asPng());
}

/**
 * Adds a `pHYs` chunk (PNG specification, 11.3.4.3), which no library here writes: without it a
 * word processor takes an image for one of 96 dots per inch, three times as large.
 */
function withResolution(png: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(4 + 4 + 9 + 4);
  const view = new DataView(chunk.buffer);
  const dotsPerMetre = Math.round(DOTS_PER_INCH / METRES_PER_INCH);
  view.setUint32(0, 9);
  chunk.set(new TextEncoder().encode('pHYs'), 4);
  view.setUint32(8, dotsPerMetre);
  view.setUint32(12, dotsPerMetre);
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  const whole = new Uint8Array(png.length + chunk.length);
  whole.set(png.subarray(0, AFTER_HEADER));
  whole.set(chunk, AFTER_HEADER);
  whole.set(png.subarray(AFTER_HEADER), AFTER_HEADER + chunk.length);
  return whole;
}

/** The cyclic redundancy check of PNG's chunks (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
