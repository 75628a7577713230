/** The part of svg-to-pdfkit 0.1 that is used; the package has no types. */
declare module 'svg-to-pdfkit' {
  interface SvgToPdfOptions {
    readonly width: number;
    readonly height: number;
    /** Whether a unit of the SVG is a point. */
    readonly assumePt: boolean;
    readonly fontCallback: (family: string, bold: boolean) => string;
    readonly warningCallback: (text: string) => void;
  }
  export default function svgToPdf(
    document: PDFKit.PDFDocument,
    svg: string,
    x: number,
    y: number,
    options: SvgToPdfOptions,
  ): void;
}
