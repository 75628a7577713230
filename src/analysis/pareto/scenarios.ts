import type { MeasuredMode } from '../measurement.js';
import type { ParetoRow } from './rows.js';

/** What is the same for all configurations that are compared. */
export interface ScenarioKey {
  readonly model: string | null;
  readonly gpu: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** A scenario and its rows. */
export interface ParetoScenario extends ScenarioKey {
  /** From 1, by the order below, before anything is left out: it stays what it is. */
  readonly number: number;
  readonly rows: readonly ParetoRow[];
}

/** Names with numbers in them as people sort them: 8B before 70B. */
const NAMES = new Intl.Collator('en', { numeric: true });

/** Scenarios in a stable order: by model, GPU, input and output length; what is not said last. */
export function scenariosOf(rows: readonly ParetoRow[]): readonly ParetoScenario[] {
  const found = new Map<string, ParetoRow[]>();
  for (const row of rows) {
    const { model, gpu } = row.measurement;
    const key = JSON.stringify([model, gpu, row.inputTokens, row.outputTokens]);
    const same = found.get(key);
    if (same === undefined) found.set(key, [row]);
    else same.push(row);
  }
  return [...found.values()]
    .flatMap((same) => (same[0] === undefined ? [] : [{ ...keyOf(same[0]), rows: same }]))
    .sort(compareKeys)
    .map((scenario, at) => ({ number: at + 1, ...scenario }));
}

function keyOf({ measurement, inputTokens, outputTokens }: ParetoRow): ScenarioKey {
  const { model, gpu } = measurement;
  return { model, gpu, inputTokens, outputTokens };
}

function compareKeys(a: ScenarioKey, b: ScenarioKey): number {
  return (
    compareText(a.model, b.model) ||
    compareText(a.gpu, b.gpu) ||
    compareNumbers(a.inputTokens, b.inputTokens) ||
    compareNumbers(a.outputTokens, b.outputTokens)
  );
}

/** Null comes last. */
export function compareText(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return NAMES.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/** Null comes last, also after infinity. */
export function compareNumbers(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

const MODES: readonly (MeasuredMode | null)[] = ['off', 'cc', null];

export function compareModes(a: MeasuredMode | null, b: MeasuredMode | null): number {
  return MODES.indexOf(a) - MODES.indexOf(b);
}
