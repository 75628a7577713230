import { CsvReader } from '../../workload/trace/csv-records.js';

/** What the GPU did from one time to another, s. */
export interface TimelineRow {
  readonly start: number;
  readonly end: number;
  /** `idle`, `unload`, `load`, `infer` or `write`. */
  readonly state: string;
  /** Empty while idle. */
  readonly model: string;
  /** The number of the GPU; empty when there is one. */
  readonly gpu: string;
}

/** The rows of a kept `timeline.csv` (docs/metrics.md) that reach into a window, cut at its ends. */
export function timelineRows(
  csv: string,
  [from, to]: readonly [from: number, to: number],
): readonly TimelineRow[] {
  const rows: TimelineRow[] = [];
  let header: readonly string[] | null = null;
  for (const { cells } of new CsvReader().read(csv)) {
    if (header === null) {
      header = [...cells];
      continue;
    }
    const [start, end, state, model, gpu] = ['start_s', 'end_s', 'state', 'model', 'gpu'].map(
      (name) => cells[header?.indexOf(name) ?? -1] ?? '',
    );
    const row = {
      start: Math.max(from, Number(start)),
      end: Math.min(to, Number(end)),
      state: state ?? '',
      model: model ?? '',
      gpu: gpu ?? '',
    };
    if (row.start < row.end) rows.push(row);
  }
  return rows;
}
