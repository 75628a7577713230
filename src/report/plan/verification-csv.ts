import type { FleetFigures } from '../../planning/verify/types.js';
import { type CsvValue, toCsv, withEnds } from '../csv.js';
import { money } from './report.js';
import { searchName, type VerifiedMode } from './verification.js';

/**
 * `verification.csv`: a row for each fleet that was simulated, the planned one first, and how many
 * GPUs of each type are in it.
 */
export function verificationCsv(modes: readonly VerifiedMode[]): string {
  const names = [...new Set(modes.flatMap(({ problem }) => problem.types.map(({ name }) => name)))];
  const figures = ['attainment', 'attainment_low', 'attainment_high', 'requests'];
  const columns = [
    ...['tee', 'search', 'step', 'action', ...names, 'cost_per_hour', ...figures],
    ...['p50_ms_per_token', 'p99_ms_per_token', 'meets'],
  ];
  return toCsv(
    columns,
    modes.flatMap((mode) => rowsOf(mode, names)),
  );
}

function rowsOf(mode: VerifiedMode, names: readonly string[]): readonly (readonly CsvValue[])[] {
  const { verification, met, problem } = mode;
  const row = (
    where: readonly CsvValue[],
    figures: FleetFigures,
    meets: boolean,
  ): readonly CsvValue[] => [mode.mode, ...where, ...cells(mode, names, figures), meets];
  const plan = row(['plan', 0, 'plan'], verification.plan, verification.planMeets);
  const searched = (met?.searches ?? []).flatMap((search) =>
    search.steps.map(({ action, figures, meets }, step) =>
      row([searchName(search, problem), step, action], figures, meets),
    ),
  );
  return [plan, ...searched];
}

function cells(
  { problem }: VerifiedMode,
  names: readonly string[],
  { counts, costPerHour, attainment, received, secondsPerToken }: FleetFigures,
): readonly CsvValue[] {
  const inMs = (seconds: number | null): number | null =>
    seconds === null ? null : seconds * 1000;
  const count = (name: string): number | null =>
    counts[problem.types.findIndex((type) => type.name === name)] ?? null;
  return [
    ...names.map(count),
    money(costPerHour),
    ...withEnds(attainment),
    received.reduce((sum, each) => sum + each, 0),
    inMs(secondsPerToken.p50),
    inMs(secondsPerToken.p99),
  ];
}
