import type { SweepResults } from '../../../src/experiment/results/types.js';
import type {
  FigureDefinition,
  FigureOptions,
  FigureSpec,
} from '../../../src/report/figures/figure.js';
import { PAGE_WIDTHS } from '../../../src/report/figures/theme.js';

const NO_OPTIONS: FigureOptions = {
  where: {},
  metric: null,
  x: null,
  y: null,
  series: null,
  from: null,
  to: null,
  bound: null,
};

/** Builds a figure without drawing it: no large library is loaded. */
export function buildFigure(
  definition: FigureDefinition,
  results: SweepResults,
  options: Partial<FigureOptions> = {},
  columns: 1 | 2 = 2,
): Promise<FigureSpec> {
  const page = { columns, widthPoints: PAGE_WIDTHS[columns] };
  return definition.build(results, { ...NO_OPTIONS, ...options }, page);
}
