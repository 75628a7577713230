import type { SweepResults, TableFile } from '../../experiment/results/types.js';
import { cellsTable } from './cells-table.js';
import { effectsTable } from './effects-table.js';
import { rankingsTable } from './rankings-table.js';
import { csvFile } from './result-table.js';
import { summaryTable } from './summary-table.js';

/**
 * The tables of a sweep as files: `cells.csv` and `summary.csv`; `effects.csv` when cells are
 * paired, `rankings.csv` when they are ranked. Columns are listed in docs/metrics.md. Contents
 * depend on the results alone.
 * @param options.parquet whether `cells.parquet` and `summary.parquet` are wanted too.
 */
export async function sweepFiles(
  results: SweepResults,
  options: { readonly parquet: boolean },
): Promise<readonly TableFile[]> {
  const { pairing, ranking } = results.description;
  const large = [cellsTable(results), summaryTable(results)];
  const tables = [
    ...large,
    ...(pairing === null ? [] : [effectsTable(results)]),
    ...(ranking === null ? [] : [rankingsTable(results)]),
  ];
  const files = tables.map(csvFile);
  if (!options.parquet) return files;
  const { parquetFile } = await import('./parquet.js');
  return [...files, ...large.map(parquetFile)];
}
