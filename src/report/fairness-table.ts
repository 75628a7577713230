import type { ComparedCell } from '../experiment/compare.js';
import type { Axis } from '../experiment/grid.js';
import type { Estimate } from '../metrics/estimate.js';
import { type Figure, figureAt, readFigure, type WithLeaves } from '../metrics/figures.js';
import { STARVATION_SHARE, type StarvedModel } from '../metrics/starvation.js';
import type { ModelSummary, RunSummary } from '../metrics/summary.js';
import { formatRatio, formatValue, printable } from './format.js';
import { renderTable } from './text-table.js';

const ATTAINMENT = figureAt('sla.attainmentReceived');
const LEAST = figureAt('fairness.minAttainmentReceived');
const JAIN = figureAt('fairness.jainIndex');

/** Beyond this many characters the names of all models leave no room for the cells' settings. */
const MOST_NAMES = 36;

/** What of a comparison the table shows. */
export interface FairnessReport {
  readonly axes: readonly Axis[];
  readonly cells: readonly ComparedCell[];
}

/**
 * What each model got in each cell, and who is starved; nothing where there is only one model.
 * @returns paragraphs of text.
 */
export function fairnessParts(report: FairnessReport): readonly string[] {
  const models = modelsOf(report.cells);
  if (models.length < 2) return [];
  return [`On time of received, by model, %\n${table(report, models)}`, starvedText(report)];
}

function modelsOf(cells: readonly ComparedCell[]): readonly string[] {
  return [...new Set(cells.flatMap(({ estimate }) => Object.keys(estimate.perModel)))];
}

function table({ axes, cells }: FairnessReport, models: readonly string[]): string {
  const shown = models.join('  ').length <= MOST_NAMES ? models : [];
  const rows = cells.map(({ cell, estimate }) => [
    ...cell.values,
    ...shown.map((model) => {
      const own = estimate.perModel[model];
      return own === undefined ? '' : shownValue(own, ATTAINMENT);
    }),
    shownValue(estimate, LEAST),
    shownValue(estimate, JAIN),
  ]);
  const paths = axes.map(({ path }) => path.slice(path.lastIndexOf('.') + 1));
  const head = [...paths, ...shown, 'least', 'Jain'];
  return renderTable({ head, rows, textColumns: axes.length });
}

function shownValue(
  summary: WithLeaves<RunSummary, Estimate> | WithLeaves<ModelSummary, Estimate>,
  figure: Figure,
): string {
  const { mean, n } = readFigure(summary, figure);
  return formatValue(mean, figure.unit, n);
}

function starvedText({ cells }: FairnessReport): string {
  const percent = formatValue(STARVATION_SHARE, 'fraction').replace('.0', '');
  const share = `below ${percent} % of what the best-served model gets`;
  // In a few replications a model may well be below that share and not be starved by the rule.
  const rule = `${share}, by the 95 % interval if any`;
  const lines = cells.flatMap(({ cell, starved }) =>
    starved.map((each) => `  ${starvedLine(cell.values, each)}`),
  );
  if (lines.length === 0) return `No model is starved (${rule}).`;
  return [`Starved (${rule}):`, ...lines].join('\n');
}

function starvedLine(values: readonly string[], each: StarvedModel): string {
  const own = formatValue(each.attainmentReceived, 'fraction');
  const best = formatValue(each.bestAttainmentReceived, 'fraction');
  const beside = `${each.model} ${own} % beside ${each.best} ${best} % (× ${formatRatio(each.share, 2)})`;
  return printable(`${values.join(' ')}: ${beside}`);
}
