import type { LengthPoint } from '../../../analysis/tee/added-time.js';
import type { TeeAnalysis } from '../../../analysis/tee/analyze.js';
import type { LengthSeries } from '../../../analysis/tee/sequence-length.js';
import { sentences } from '../../figures/caption.js';
import type { FigureSpec, Page } from '../../figures/figure.js';
import { intervalLayers } from '../../figures/intervals.js';
import { crossed, panelWidth } from '../../figures/panels.js';
import { scaleAround } from '../../figures/scales.js';
import {
  type Series,
  SINGLE_SERIES,
  seriesColour,
  seriesDash,
  seriesShape,
} from '../../figures/series.js';
import { REFERENCE, SERIES_LOOKS } from '../../figures/theme.js';
import { changeIntervals } from '../number-text.js';
import { doublingScale } from './axes.js';
import { linePanels } from './line-panels.js';

const SHOWN = ['ttft_mean_s', 'e2e_mean_s'] as const;
const OVER = ['mean TTFT', 'mean E2E'];
/** Rows of panels that have room on a page. */
const MOST = 5;

/** A change at a length. */
interface Row {
  readonly length: number;
  readonly series: string;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Rows of one panel: a quantity of a series. */
type LengthPanel = readonly Row[];

/** What the TEE changes, against the length of requests. @returns null without both modes. */
export function lengthFigure(analysis: TeeAnalysis, page: Page): FigureSpec | null {
  const along = axisOf(analysis.sequenceLength);
  const shown = analysis.sequenceLength.slice(0, MOST);
  const panels = shown.flatMap((each) => panelsOf(each, along));
  if (panels.every((rows) => rows.length === 0)) return null;
  const names = shown.map(({ series }) => analysis.seriesLabelOf(series));
  // A single series has its name in the caption.
  const beside = names.length > 1 ? names : [''];
  const others = analysis.sequenceLength.length - shown.length;
  const other = along === 'input' ? 'output' : 'input';
  return {
    spec: specOf(panels, beside, along, page),
    caption: sentences([
      `Change with CC on against ${along} length, by ${other} length${names.length > 1 ? '' : ` (${names[0]})`}: ratio of geometric means over repetitions${intervalsText(analysis, panels)}.`,
      others > 0 ? `${others} more series are in the table only.` : '',
    ]),
  };
}

function intervalsText(analysis: TeeAnalysis, panels: readonly LengthPanel[]): string {
  const some = panels.flat().some(({ low }) => low !== null);
  return some ? changeIntervals(analysis) : '';
}

type Along = 'input' | 'output';

/** The length that runs along the axis: that of inputs, unless only outputs differ. */
function axisOf(all: readonly LengthSeries[]): Along {
  const inputs = all.some(
    ({ points }) => new Set(points.map(({ inputTokens }) => inputTokens)).size > 1,
  );
  return inputs ? 'input' : 'output';
}

function panelsOf({ points }: LengthSeries, along: Along): readonly LengthPanel[] {
  return SHOWN.map((name) => points.flatMap((point) => rowsOf(point, name, along)));
}

function rowsOf(point: LengthPoint, name: string, along: Along): readonly Row[] {
  const { inputTokens, outputTokens, comparisons } = point;
  const effect = comparisons.find(({ quantity }) => quantity.name === name)?.effect ?? null;
  const length = along === 'input' ? inputTokens : outputTokens;
  if (effect === null || effect.ratio === null || length === null || !(length > 0)) return [];
  const percent = (ratio: number): number => (ratio - 1) * 100;
  const [low, high] = effect.ratio95?.map(percent) ?? [null, null];
  const series =
    along === 'input' ? seriesText('output', outputTokens) : seriesText('input', inputTokens);
  const value = percent(effect.ratio);
  return [{ length, series, value, low: low ?? null, high: high ?? null }];
}

function seriesText(what: string, tokens: number | null): string {
  return tokens === null ? `${what} length not known` : `${what} ${tokens} tokens`;
}

function specOf(
  panels: readonly LengthPanel[],
  beside: readonly string[],
  along: Along,
  page: Page,
): object {
  const rows = panels.flat();
  const labels = [...new Set(rows.map(({ series }) => series))];
  const series: Series =
    labels.length > SERIES_LOOKS.length
      ? SINGLE_SERIES
      : { labels, looks: SERIES_LOOKS.slice(0, labels.length) };
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  return linePanels({
    headings: crossed(OVER, beside),
    titles: { x: `${along} tokens`, y: 'change with CC on, %' },
    ...{ page, series },
    scalesOf: (grid) => ({
      x: doublingScale(
        rows.map(({ length }) => length),
        panelWidth(grid),
      ),
      y: scaleAround(ends, 0, grid.height),
    }),
    draw: (panel, { x: position, y }, legend) => {
      const x = { ...position, field: 'length' };
      const data = { values: panels[panel] ?? [] };
      const color = seriesColour(series, legend);
      return [
        {
          data: { values: [{ zero: 0 }] },
          mark: { type: 'rule', color: REFERENCE, strokeWidth: 0.6 },
          encoding: { y: { ...y, field: 'zero' } },
        },
        {
          data,
          mark: { type: 'line', strokeWidth: 1 },
          encoding: { x, y: { ...y, field: 'value' }, color, strokeDash: seriesDash(series, null) },
        },
        ...intervalLayers({
          along: 'y',
          value: y,
          both: { x, color },
          point: { shape: seriesShape(series, legend) },
        }).map((layer) => ({ data, ...layer })),
      ];
    },
  });
}
