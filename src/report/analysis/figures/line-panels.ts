import type { Page } from '../../figures/figure.js';
import { wrapped } from '../../figures/labels.js';
import { bottomAxis, type PanelGrid, panelGrid } from '../../figures/panels.js';
import type { Scale } from '../../figures/scales.js';
import { legendBelow, type Series } from '../../figures/series.js';
import { TEXT } from '../../figures/theme.js';

/** A panel's height as a share of its width; at least and at most, pt. */
const SHAPE = 0.65;
const LEAST_HEIGHT = 80;
const MOST_HEIGHT = 120;
/** The numbers at the left, and a line of the title beside them, pt. */
const NUMBERS = 26;
const TITLE_LINE = TEXT.title + 2;

/** Panels of lines that share both axes. */
export interface LinePanels {
  /** What stands over and beside the panels. */
  readonly headings: Pick<PanelGrid, 'over' | 'beside'>;
  readonly titles: { readonly x: string; readonly y: string };
  readonly page: Page;
  readonly series: Series;
  scalesOf(grid: PanelGrid): { readonly x: Scale; readonly y: Scale };
  draw(
    panel: number,
    positions: { readonly x: object; readonly y: object },
    legend: object,
  ): readonly object[];
}

export function linePanels(figure: LinePanels): object {
  const { headings, titles, page, series, draw } = figure;
  const perRow = headings.over[0]?.length ?? 1;
  const shaped = Math.round((page.widthPoints / perRow - NUMBERS) * SHAPE);
  const height = Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, shaped));
  const title = wrapped(titles.y, height, TEXT.title).split('\n');
  const grid: PanelGrid = {
    ...headings,
    ...{ page, height, title: [titles.x], fewer: 'DIR' },
    left: NUMBERS + title.length * TITLE_LINE,
  };
  const { x, y } = figure.scalesOf(grid);
  const legend = legendBelow(series.labels, page.widthPoints - grid.left);
  return panelGrid(grid, (panel) => {
    const left = panel.isLeft ? { title } : { labels: false, ticks: false, title: null };
    return draw(
      panel.index,
      {
        x: { type: 'quantitative', scale: x.scale, axis: bottomAxis(grid, panel, x.ticks) },
        y: { type: 'quantitative', scale: y.scale, axis: { ...y.ticks, ...left } },
      },
      legend,
    );
  });
}
