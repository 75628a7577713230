import type { SweepResults } from '../../experiment/results/types.js';
import type { LatencyCounts } from '../../metrics/latency/log-histogram.js';
import { cellsCaption, gapsSentence, replicationsPhrase, sentences, subjectBy } from './caption.js';
import { type CdfLine, cdfPanels, slasShown } from './cdf-panels.js';
import { refuse, scenarioOf, shownCells } from './cells.js';
import { curveRoles } from './curves.js';
import type { FigureDefinition, FigureOptions, FigureSpec, Page } from './figure.js';
import { groupCells } from './groups.js';
import { cdfOver, latenciesShown } from './latency-shares.js';
import { ShownColumns } from './shown-columns.js';

export const latencyCdf: FigureDefinition = {
  name: 'latency-cdf',
  summary: 'distribution of latency: shares of requests with a band over replications, SLA marked',
  reads: ['where', 'series'],
  build: async (results, options, page) => cdfFigure(results, options, page),
};

function cdfFigure(results: SweepResults, options: FigureOptions, page: Page): FigureSpec {
  const kept = keptLatencies(results, options);
  const shown = new ShownColumns(results, options, (cell) => kept.has(cell));
  const roles = curveRoles(shown);
  const by = [roles.series, roles.first, roles.second];
  const grouped = groupCells(results, shown.cells, by);
  const latencies = latenciesShown([...kept.values()]);
  const lines = grouped.groups.map(({ values, cells }): CdfLine => {
    const [series = '', first = '', second = ''] = values;
    return {
      values: [series, first, second],
      points: cdfOver(
        cells.map((cell) => kept.get(cell) ?? []),
        latencies,
      ),
      slaSeconds: slasOf(results, cells),
    };
  });
  const left = shownCells(results, options.where).length - shown.cells.length;
  return {
    spec: cdfPanels({ shown, roles, latencies, page }, lines),
    caption: sentences([
      `${subjectBy('Distribution of latency', by)}: the share of processed requests that took no ` +
        `longer, pointwise means over ${replicationsPhrase(results, shown.cells)} with 95 % bands.`,
      `Vertical lines: the SLA (${slasShown(lines)}).`,
      'Requests that are not served have no latency.',
      ...cellsCaption(results, shown, grouped),
      left > 0 ? `${left} cells whose latencies were not kept are left out.` : '',
      gapsSentence(lines.filter(({ points }) => points.length === 0).length, lines.length),
    ]),
  };
}

/** By cell. @throws UserError if there are none. */
function keptLatencies(
  results: SweepResults,
  { where }: FigureOptions,
): ReadonlyMap<number, readonly LatencyCounts[]> {
  const cells = shownCells(results, where);
  const kept = cells.flatMap((cell) => {
    const latencies = results.latency(cell);
    return latencies === null ? [] : [[cell, latencies] as const];
  });
  if (cells.length > 0 && kept.length === 0) {
    const hint = 'add "keep: { latencyHistogram: true }" to the sweep file';
    refuse('latency-cdf', 'a sweep that keeps latencies of these cells', 'none', hint);
  }
  return new Map(kept);
}

function slasOf(results: SweepResults, cells: readonly number[]): readonly number[] {
  return [...new Set(cells.flatMap((cell) => scenarioOf(results, cell).slaSeconds))];
}
