import { type CsvValue, toCsv } from '../../../report/csv.js';
import { REPLAY_FIGURES, type ReplayFigure, type ReplayFigureName } from '../figures.js';
import type { Prediction } from '../prediction.js';
import type { RunReplay } from '../replay-run.js';

/** One figure of one run, predicted and measured. Shares are fractions. */
export interface ReplayRow {
  readonly run: string;
  readonly teeMode: string;
  readonly strategy: string;
  readonly pattern: string;
  readonly nominalRate: number;
  readonly slaSeconds: number;
  readonly figure: ReplayFigureName;
  readonly label: string;
  readonly unit: string;
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
  readonly measured: number;
  /** A fraction of the measured value; for shares a difference. */
  readonly error: number;
  readonly inside: boolean;
}

/** A row for every run and figure. */
export function replayRows(replays: readonly RunReplay[]): ReplayRow[] {
  return replays.flatMap((replay) =>
    REPLAY_FIGURES.map((figure) => replayRow(replay, figure, replay.predictions[figure.name])),
  );
}

function replayRow(
  { run }: RunReplay,
  { name, label, unit }: ReplayFigure,
  prediction: Prediction,
): ReplayRow {
  const { id, teeMode, strategy, pattern, nominalRate, slaSeconds } = run;
  const { mean, low, high, measured, error, inside } = prediction;
  return {
    run: id,
    teeMode,
    strategy,
    pattern,
    nominalRate,
    slaSeconds,
    figure: name,
    label,
    unit,
    predicted: mean,
    low,
    high,
    measured,
    error,
    inside,
  };
}

const COLUMNS: readonly (readonly [column: string, value: (row: ReplayRow) => CsvValue])[] = [
  ['run', ({ run }) => run],
  ['tee_mode', ({ teeMode }) => teeMode],
  ['strategy', ({ strategy }) => strategy],
  ['pattern', ({ pattern }) => pattern],
  ['nominal_rate_rps', ({ nominalRate }) => nominalRate],
  ['sla_s', ({ slaSeconds }) => slaSeconds],
  ['figure', ({ figure }) => columnOf(figure)],
  ['unit', ({ unit }) => unit],
  ['predicted', ({ predicted }) => predicted],
  ['low', ({ low }) => low],
  ['high', ({ high }) => high],
  ['measured', ({ measured }) => measured],
  ['error', ({ error }) => error],
  ['inside', ({ inside }) => inside],
];

/** `replay.csv`: a row for every run and figure. */
export function replayCsv(rows: readonly ReplayRow[]): string {
  return toCsv(
    COLUMNS.map(([column]) => column),
    rows.map((row) => COLUMNS.map(([, value]) => value(row))),
  );
}

function columnOf(name: ReplayFigureName): string {
  return REPLAY_FIGURES.find((figure) => figure.name === name)?.column ?? name;
}
