import { figureFonts } from '../../../src/host/figure-fonts.js';
import { FigureRenderer } from '../../../src/report/figures/render/render.js';

export { buildFigure } from './build-figure.js';

export const renderer = new FigureRenderer(figureFonts());
