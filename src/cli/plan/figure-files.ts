import { FIGURE_DATE, figureFonts } from '../../host/figure-fonts.js';
import { FIGURE_FORMATS, type FigureSpec } from '../../report/figures/figure.js';
import { PAGE_WIDTHS } from '../../report/figures/theme.js';
import { toJson } from '../../report/json.js';
import type { ResultFolder } from '../result-folder.js';

/**
 * Draws a figure over two columns into a folder, with its specification and caption.
 * @returns what a reader of it may stumble over.
 */
export async function appendFigure(
  folder: ResultFolder,
  name: 'plan',
  figure: FigureSpec | null,
  title: string,
): Promise<readonly string[]> {
  if (figure === null) return [];
  // Drawing needs large libraries.
  const { FigureRenderer } = await import('../../report/figures/render/render.js');
  const { files, spec, warnings } = await new FigureRenderer(figureFonts()).render(figure, {
    widthPoints: PAGE_WIDTHS[2],
    formats: FIGURE_FORMATS,
    pdf: { title, created: FIGURE_DATE },
  });
  for (const [format, content] of files) folder.append(`${name}.${format}`, [content]);
  folder.append(`${name}.vl.json`, [toJson(spec)]);
  folder.append(`${name}.caption.txt`, [`${figure.caption}\n`]);
  return warnings;
}
