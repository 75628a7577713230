import type { ComparedCell, ComparedOverall, ComparedPair } from '../experiment/compare.js';
import type { Axis, Cell } from '../experiment/grid.js';
import type { CompareReport } from './compare-table.js';

/**
 * A comparison as data. Each cell has a summary as `sealsim run --json` prints it: numbers with
 * one replication, estimates with several.
 */
export function compareJson(report: CompareReport): unknown {
  const { name, axes, baseline, cells, pairs, overall } = report;
  const replications = cells[0]?.replications.length ?? 0;
  return {
    scenario: name,
    replications,
    axes,
    baseline: { path: axes[baseline.axis]?.path, value: baseline.value },
    cells: cells.map((cell) => ({
      at: settingsOf(axes, cell.cell),
      summary: summaryOf(cell),
      starved: cell.starved,
    })),
    differences: pairs.map((pair) => ({
      at: settingsOf(axes, pair.cell),
      baseline: settingsOf(axes, pair.baseline),
      figures: figuresOf(pair),
    })),
    overall: overall.map((each) => ({
      value: each.value,
      cells: each.cells,
      figures: overallOf(each),
    })),
  };
}

function settingsOf(axes: readonly Axis[], cell: Cell): Readonly<Record<string, string>> {
  return Object.fromEntries(axes.map(({ path }, axis) => [path, cell.values[axis] ?? '']));
}

function summaryOf({ replications, estimate }: ComparedCell): unknown {
  return replications.length === 1 ? replications[0] : estimate;
}

function figuresOf({ figures }: ComparedPair): unknown {
  return Object.fromEntries(
    figures.map(({ figure, meanA, meanB, ...rest }) => [
      figure.path,
      { mean: meanA, baselineMean: meanB, ...rest },
    ]),
  );
}

/** `leftOut` only where something was: it is the exception. */
function overallOf({ figures }: ComparedOverall): unknown {
  return Object.fromEntries(
    figures.map(({ figure, meanA, meanB, ratio, leftOut }) => [
      figure.path,
      { mean: meanA, baselineMean: meanB, ratio, ...(leftOut > 0 ? { leftOut } : {}) },
    ]),
  );
}
