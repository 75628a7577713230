import type { Measurement, Statistic } from '../measurement.js';
import { type Configuration, configurationOf } from './configuration.js';

/** A measurement as a row of the comparison. */
export interface ParetoRow {
  readonly measurement: Measurement;
  readonly configuration: Configuration;
  /** Where its sweep lies. */
  readonly directory: string;
  /** Tokens of a request, rounded as scenarios are told apart; null: not said. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Means that were measured; null: not said. */
  readonly measuredInputTokens: number | null;
  readonly measuredOutputTokens: number | null;
}

/** Inputs have lengths that differ by a few tokens though the same was asked for. */
const INPUT_STEP = 10;

/**
 * Lengths are those that were asked for, and only where nobody says them those that were measured:
 * how long answers became is an outcome, which differs from run to run of one workload.
 */
export function rowsOf(measurements: readonly Measurement[]): readonly ParetoRow[] {
  const directories = directoriesOf(measurements.map(({ source }) => source.file));
  return measurements.map((measurement, at): ParetoRow => {
    const { inputTokens, outputTokens, totalInputTokens, totalOutputTokens, load } = measurement;
    const { completed } = measurement.requests;
    const measuredInputTokens = meanTokens(inputTokens, totalInputTokens, completed);
    const measuredOutputTokens = meanTokens(outputTokens, totalOutputTokens, completed);
    return {
      measurement,
      configuration: configurationOf(measurement.serving),
      directory: directories[at] ?? '.',
      inputTokens: roundedInput(load.inputTokens ?? measuredInputTokens),
      outputTokens: roundedOutput(load.outputTokens ?? measuredOutputTokens),
      measuredInputTokens,
      measuredOutputTokens,
    };
  });
}

export function roundedInput(tokens: number | null): number | null {
  return tokens === null ? null : Math.round(tokens / INPUT_STEP) * INPUT_STEP;
}

export function roundedOutput(tokens: number | null): number | null {
  return tokens === null ? null : Math.round(tokens);
}

function meanTokens(
  statistic: Statistic | null,
  total: number | null,
  completed: number | null,
): number | null {
  if (statistic !== null && statistic.mean !== null) return statistic.mean;
  return total === null || completed === null || completed === 0 ? null : total / completed;
}

/**
 * The folder of the sweep that each file belongs to: two levels up, as sweeps of llm-d-benchmark lie
 * (`sweep/run/report.yaml`). Where that is the same for all of them and their folders hold more
 * than one file, the folder itself.
 */
export function directoriesOf(files: readonly string[]): readonly string[] {
  const folders = files.map((file) => levelsUp(file, 1));
  const sweeps = files.map((file) => levelsUp(file, 2));
  const runsShareFolders = new Set(folders).size < new Set(files).size;
  return new Set(sweeps).size === 1 && runsShareFolders ? folders : sweeps;
}

/** `a/b` of `a/b/run/file` and two levels; never nothing. */
function levelsUp(file: string, levels: number): string {
  const parts = file.split(/[/\\]/);
  const folder = parts.slice(0, Math.max(1, parts.length - levels)).join('/');
  return parts.length === 1 ? '.' : folder || '/';
}
