import type { TeeAnalysis } from '../../../analysis/tee/analyze.js';
import type { FigureSpec, Page } from '../../figures/figure.js';
import { energyFigure, operationsFigure, throughputFigure } from './condition-figures.js';
import { lengthFigure } from './length-figure.js';
import { saturationFigure } from './saturation-figure.js';

export type FigureName =
  | 'tee-throughput'
  | 'saturation'
  | 'sequence-length'
  | 'energy'
  | 'operations';

/** The figures of an analysis that have data. */
export function analysisFigures(
  analysis: TeeAnalysis,
  page: Page,
): readonly { readonly name: FigureName; readonly figure: FigureSpec }[] {
  const all: readonly (readonly [FigureName, FigureSpec | null])[] = [
    ['tee-throughput', throughputFigure(analysis, page)],
    ['saturation', saturationFigure(analysis, page)],
    ['sequence-length', lengthFigure(analysis, page)],
    ['energy', energyFigure(analysis, page)],
    ['operations', operationsFigure(analysis, page)],
  ];
  return all.flatMap(([name, figure]) => (figure === null ? [] : [{ name, figure }]));
}
