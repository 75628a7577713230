import type { TeeAnalysis } from '../../../analysis/tee/analyze.js';
import { cellLabels } from '../../../analysis/tee/cell-labels.js';
import { type CellMode, MODES } from '../../../analysis/tee/cells.js';
import { type ComparedCell, type Comparison, comparisonOf } from '../../../analysis/tee/compare.js';
import { sentences } from '../../figures/caption.js';
import type { FigureSpec, Page } from '../../figures/figure.js';
import { listed } from '../../figures/labels.js';
import { changeIntervals } from '../number-text.js';
import { type PairedPanel, type PairedRow, pairedPanels } from './paired-panels.js';

/** More conditions than this have no room on a page. */
const MOST = 40;

/** What is said of a condition by a mode: the median ± sd of the notebook, or the mean's interval. */
type Shown = 'median with sd' | 'mean with interval';

const SPREAD_TEXT: Readonly<Record<Shown, string>> = {
  'median with sd':
    'medians over repetitions, with one population standard deviation to either side',
  'mean with interval': 'means over repetitions with 95 % intervals (Student’s t)',
};
const CHANGE_TEXT = 'Right: change with CC on, ratio of geometric means';

/** Throughput as the notebook draws it, and what the TEE changes. */
export function throughputFigure(analysis: TeeAnalysis, page: Page): FigureSpec | null {
  const names = ['output_tokens_per_second', 'requests_per_second'];
  const [name] = names.filter(
    (each) => shownCells(analysis, analysis.performance, each).length > 0,
  );
  if (name === undefined) return null;
  return figureOf(analysis, page, {
    cells: analysis.performance,
    panels: [name],
    change: name,
    shown: 'median with sd',
  });
}

export function energyFigure(analysis: TeeAnalysis, page: Page): FigureSpec | null {
  return figureOf(analysis, page, {
    cells: analysis.energy,
    panels: ['joules_per_request', 'output_tokens_per_joule'],
    change: 'joules_per_request',
    shown: 'mean with interval',
  });
}

export function operationsFigure(analysis: TeeAnalysis, page: Page): FigureSpec | null {
  return figureOf(analysis, page, {
    cells: analysis.operations,
    panels: ['cost_per_million_output_tokens', 'cost_per_1000_requests', 'cost_per_1000_on_time'],
    change: 'cost_per_1000_requests',
    shown: 'mean with interval',
  });
}

interface ConditionFigure {
  readonly cells: readonly ComparedCell[];
  /** Those that nothing is known of are left out. */
  readonly panels: readonly string[];
  /** The quantity whose change stands at the right. */
  readonly change: string;
  readonly shown: Shown;
}

/** @returns null if there is nothing to draw. */
function figureOf(
  analysis: TeeAnalysis,
  page: Page,
  { cells, panels, change, shown }: ConditionFigure,
): FigureSpec | null {
  const all = panels.flatMap((name) => panelOf(analysis, cells, name, shown));
  if (all.length === 0) return null;
  const changes = changePanel(analysis, cells, change);
  const left = shownAll(analysis, cells).length - MOST;
  return {
    spec: pairedPanels([...all, ...changes], page),
    caption: sentences([
      `${listed(all.map(({ subject }) => subject))} by condition: ${SPREAD_TEXT[shown]}; ${runsText(analysis, cells)}.`,
      changesText(analysis, changes),
      gapsText(all),
      analysis.alone.length < analysis.cells.length
        ? 'Conditions that differ in load or length alone are in the figures of these.'
        : '',
      left > 0 ? `${left} more conditions are in the tables only.` : '',
    ]),
  };
}

function changesText(analysis: TeeAnalysis, changes: readonly PairedPanel[]): string {
  if (changes.length === 0) return '';
  const some = changes.some(({ rows }) => rows.some(({ low }) => low !== null));
  return `${CHANGE_TEXT}${some ? changeIntervals(analysis) : ''}.`;
}

function gapsText(panels: readonly PairedPanel[]): string {
  const [least, most] = [Math.min, Math.max].map((of) =>
    of(...panels.map(({ rows }) => rows.length)),
  );
  return least === most ? '' : 'No bar: not known, or nothing to divide by.';
}

function panelOf(
  analysis: TeeAnalysis,
  cells: readonly ComparedCell[],
  name: string,
  shown: Shown,
): readonly (PairedPanel & { readonly subject: string })[] {
  const found = shownCells(analysis, cells, name).slice(0, MOST);
  const [first] = found;
  if (first === undefined) return [];
  const { label, unit } = first.comparison.quantity;
  const labelOf = cellLabels(analysis.alone);
  const rows = found.flatMap(({ each, comparison }) =>
    MODES.flatMap((mode) => rowOf(labelOf(each.cell), mode, comparison, shown)),
  );
  return [{ title: `${label}, ${unit}`, subject: label, kind: 'bars', rows }];
}

function rowOf(
  category: string,
  mode: CellMode,
  { quantity, [mode]: spread }: Comparison,
  shown: Shown,
): readonly PairedRow[] {
  if (spread === null) return [];
  const { factor } = quantity;
  const { median, populationSd, mean, n } = spread;
  if (shown === 'mean with interval') {
    const [low, high] = mean.ci95 ?? [null, null];
    const ends = {
      low: low === null ? null : low * factor,
      high: high === null ? null : high * factor,
    };
    return [{ category, mode, value: mean.mean * factor, ...ends }];
  }
  const reach = n > 1 ? populationSd * factor : null;
  const value = median * factor;
  const ends = {
    low: reach === null ? null : value - reach,
    high: reach === null ? null : value + reach,
  };
  return [{ category, mode, value, ...ends }];
}

function changePanel(
  analysis: TeeAnalysis,
  cells: readonly ComparedCell[],
  name: string,
): readonly PairedPanel[] {
  const labelOf = cellLabels(analysis.alone);
  const rows = shownCells(analysis, cells, name)
    .slice(0, MOST)
    .flatMap(({ each, comparison: { effect } }): readonly PairedRow[] => {
      if (effect === null || effect.ratio === null) return [];
      const percent = (ratio: number): number => (ratio - 1) * 100;
      const [low, high] = effect.ratio95?.map(percent) ?? [null, null];
      const category = labelOf(each.cell);
      const value = percent(effect.ratio);
      return [{ category, mode: null, value, low: low ?? null, high: high ?? null }];
    });
  const label = cells.flatMap((each) => comparisonOf(each, { name })?.quantity.label ?? [])[0];
  return rows.length === 0
    ? []
    : [{ title: `${label}: change with CC on, %`, kind: 'change', rows }];
}

/** Cells that belong to no series, and have that quantity. */
function shownCells(
  analysis: TeeAnalysis,
  cells: readonly ComparedCell[],
  name: string,
): readonly { readonly each: ComparedCell; readonly comparison: Comparison }[] {
  return shownAll(analysis, cells).flatMap((each) => {
    const comparison = comparisonOf(each, { name });
    return comparison === null ? [] : [{ each, comparison }];
  });
}

function shownAll({ alone }: TeeAnalysis, cells: readonly ComparedCell[]): readonly ComparedCell[] {
  return cells.filter(({ cell }) => alone.includes(cell));
}

/** `5 repetitions of each`, `1 to 5 repetitions of each`. */
function runsText(analysis: TeeAnalysis, cells: readonly ComparedCell[]): string {
  const counts = shownAll(analysis, cells)
    .flatMap(({ cell }) => MODES.map((mode) => cell.runs[mode].length))
    .filter((count) => count > 0);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1) return 'a single repetition of each, which gives no intervals';
  return `${least === most ? least : `${least} to ${most}`} repetitions of each`;
}
