import type { SweepResults } from '../../experiment/results/types.js';
import { meanOf } from '../../metrics/sample.js';
import { cellsCaption, gapsSentence, replicationsPhrase, sentences, subjectBy } from './caption.js';
import { metricOf, refuse } from './cells.js';
import type { FigureDefinition, FigureOptions, FigureSpec, Page } from './figure.js';
import { groupCells, meanRuns } from './groups.js';
import { type HeatRoles, heatPanels, type Tile } from './heat-panels.js';
import { shownMetric } from './labels.js';
import { ShownColumns } from './shown-columns.js';

const DEFAULT_METRIC = 'sla.attainmentReceived';

export const heatmap: FigureDefinition = {
  name: 'heatmap',
  summary: 'a metric over two columns of the sweep, a panel for each TEE mode',
  reads: ['where', 'metric', 'x', 'y'],
  build: async (results, options, page) => heatFigure(results, options, page),
};

function heatFigure(results: SweepResults, options: FigureOptions, page: Page): FigureSpec {
  const metric = metricOf(results, options.metric ?? DEFAULT_METRIC);
  const shown = new ShownColumns(results, options);
  const roles = rolesOf(shown);
  const by = [roles.x, roles.y, roles.column, roles.row];
  const grouped = groupCells(results, shown.cells, by);
  const measure = shownMetric(metric);
  const tiles = grouped.groups.map(({ values, cells }): Tile => {
    const [x = '', y = '', column = '', row = ''] = values;
    const defined = meanRuns(results, cells, metric.path).filter(Number.isFinite);
    const value = defined.length === 0 ? null : meanOf(defined) * measure.factor;
    return { values: [x, y, column, row], value };
  });
  return {
    spec: heatPanels({ shown, roles, measure, page }, tiles),
    caption: sentences([
      `${subjectBy(metric.label, by)}: means over ${replicationsPhrase(results, shown.cells)}.`,
      ...cellsCaption(results, shown, grouped),
      gapsSentence(tiles.filter(({ value }) => value === null).length, tiles.length),
    ]),
  };
}

function rolesOf(shown: ShownColumns): HeatRoles {
  const column = shown.sides();
  const x = shown.asked('x') ?? shown.named('arrivals.rate') ?? shown.numbers() ?? shown.words();
  const y = shown.asked('y') ?? shown.named('strategy.name') ?? shown.words() ?? shown.numbers();
  if (x === null || y === null) {
    const hint = 'load-curve draws a single column';
    return refuse('--y', 'a second column that varies', 'none in these cells', hint);
  }
  const semantics = shown.named('server.semantics') ?? shown.named('semantics');
  return { x, y, column, row: semantics ?? shown.words() };
}
