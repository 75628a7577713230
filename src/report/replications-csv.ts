import { FIGURES, readFigure } from '../metrics/figures.js';
import type { RunSummary } from '../metrics/summary.js';
import { toCsv } from './csv.js';

/** `replications.csv`: a row per replication of a run, a column per figure. */
export function replicationsCsv(replications: readonly RunSummary[]): string {
  const rows = replications.map((summary, replication) => [
    replication,
    ...FIGURES.map((figure) => readFigure<number>(summary, figure)),
  ]);
  return toCsv(['replication', ...FIGURES.map(({ column }) => column)], rows);
}
