import PDFDocument from 'pdfkit';
import svgToPdf from 'svg-to-pdfkit';
import { InvariantError } from '../../../errors.js';
import type { Drawing } from './draw.js';
import type { FigureFonts } from './fonts.js';

export interface PdfFacts {
  /** Said in the document's properties. */
  readonly title: string;
  /** When it was made. Fixed, so that the same figure is the same bytes. */
  readonly created: NonNullable<PDFKit.DocumentInfo['CreationDate']>;
}

/** A page of the figure's size, with the glyphs in it that it needs. */
export async function toPdf(
  { svg, widthPoints, heightPoints }: Drawing,
  fonts: FigureFonts,
  { title, created }: PdfFacts,
): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: [widthPoints, heightPoints],
    margin: 0,
    info: { Title: title, Producer: 'sealsim', Creator: 'sealsim', CreationDate: created },
  });
  const chunks: Uint8Array[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', resolve);
    document.on('error', reject);
  });
  document.registerFont('regular', Buffer.from(fonts.regular.bytes));
  document.registerFont('bold', Buffer.from(fonts.bold.bytes));
  svgToPdf(document, svg, 0, 0, {
    width: widthPoints,
    height: heightPoints,
    assumePt: true,
    fontCallback: (_family, bold) => (bold ? 'bold' : 'regular'),
    warningCallback: (text) => {
      throw new InvariantError('the figure cannot be drawn as PDF', { text });
    },
  });
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
