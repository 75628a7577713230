import type { SweepResults } from '../../experiment/results/types.js';
import type { Metric } from '../../experiment/sweep/types.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { kneeOf, LEAST_LOADS } from '../../metrics/knee.js';
import { cellsCaption, gapsSentence, intervalsPhrase, sentences, subjectBy } from './caption.js';
import { metricOf } from './cells.js';
import { type CurveRoles, curveName, curveRoles } from './curves.js';
import type { FigureDefinition, FigureOptions, FigureSpec, Page } from './figure.js';
import { type Group, groupCells, meanRuns } from './groups.js';
import { intervalRow } from './intervals.js';
import { shownMetric } from './labels.js';
import { type LoadLine, loadPanels } from './load-panels.js';
import { loadColumn } from './policies.js';
import { ShownColumns } from './shown-columns.js';

const DEFAULT_METRIC = 'sla.attainmentReceived';
/** Captions name the knees of at most this many curves. */
const NAMED_KNEES = 8;

export const loadCurve: FigureDefinition = {
  name: 'load-curve',
  summary: 'SLA attainment, or any metric, against load, with the knee of each curve',
  reads: ['where', 'metric', 'x', 'series'],
  build: async (results, options, page) => loadFigure(results, options, page),
};

function loadFigure(results: SweepResults, options: FigureOptions, page: Page): FigureSpec {
  const metric = metricOf(results, options.metric ?? DEFAULT_METRIC);
  const shown = new ShownColumns(results, options);
  const load = loadColumn(shown);
  const roles = curveRoles(shown);
  const by = [roles.series, roles.first, roles.second, load];
  const grouped = groupCells(results, shown.cells, by);
  const curves = curvesOf(results, grouped.groups, metric);
  const points = curves.flatMap((curve) => curve.points);
  const gaps = points.filter(({ value }) => value === null).length;
  const replications = intervalsPhrase(results, shown.cells);
  return {
    spec: loadPanels({ shown, roles, load, metric, page }, curves),
    caption: sentences([
      `${subjectBy(metric.label, by)}: means over ${replications}.`,
      kneeSentence(curves, roles),
      ...cellsCaption(results, shown, grouped),
      gapsSentence(gaps, points.length),
    ]),
  };
}

/** A load of a curve, and the metric in each replication there. */
interface LoadRuns {
  readonly load: number;
  readonly runs: readonly number[];
}

function curvesOf(
  results: SweepResults,
  groups: readonly Group[],
  metric: Metric,
): readonly LoadLine[] {
  const curves = new Map<string, { values: LoadLine['values']; at: LoadRuns[] }>();
  for (const { values, cells } of groups) {
    const [series = '', first = '', second = '', load] = values;
    const key = JSON.stringify([series, first, second]);
    const curve = curves.get(key) ?? { values: [series, first, second], at: [] };
    curve.at.push({ load: Number(load), runs: meanRuns(results, cells, metric.path) });
    curves.set(key, curve);
  }
  return [...curves.values()].map(({ values, at }) => lineOf(values, at, metric));
}

function lineOf(
  values: LoadLine['values'],
  unsorted: readonly LoadRuns[],
  metric: Metric,
): LoadLine {
  const at = [...unsorted].sort((a, b) => a.load - b.load);
  const curve = { loads: at.map(({ load }) => load), values: at.map(({ runs }) => runs) };
  const points = at.map(({ load, runs }) => {
    const estimate = estimateFigure(metric.path, runs);
    return { load, ...intervalRow(estimate, shownMetric(metric).factor) };
  });
  return { values, points, knee: kneeOf(curve, metric.better) };
}

function kneeSentence(curves: readonly LoadLine[], roles: CurveRoles): string {
  const bent = curves.flatMap(({ knee, values }) => (knee === null ? [] : [{ knee, values }]));
  if (curves.every(({ points }) => points.length < LEAST_LOADS)) {
    return `No knee is looked for: that takes ${LEAST_LOADS} loads.`;
  }
  if (bent.length === 0) return 'No curve has a knee that noise could not make.';
  const rings = 'Rings: the knee, and a bar from end to end of its 95 % interval';
  const others = curves.length - bent.length;
  if (bent.length > NAMED_KNEES) return `${rings}; ${others} curves have none.`;
  const named = bent.map(({ knee, values }) => {
    const interval = knee.interval === null ? '' : ` [${knee.interval.join(', ')}]`;
    return `${curveName(roles, values)} ${knee.at}${interval}`.trim();
  });
  const rest = others === 1 ? '; the other curve has none' : '; the others have none';
  return `${rings}: ${named.join('; ')}${others === 0 ? '' : rest}.`;
}
