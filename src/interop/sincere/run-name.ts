import type { TeeMode } from '../../timing/types.js';

/** SINCERE's models, in the order in which its code lists them. */
export const SINCERE_MODELS = ['granite-7b', 'gemma-7b', 'llama3-8b'] as const;

/** Clients of SINCERE's experiments stop after this (docs/as-published.md [10]). */
export const SINCERE_DURATION_SECONDS = 1200;

/** What a run's file name says. */
export interface RunName {
  readonly teeMode: TeeMode;
  readonly strategy: string;
  readonly pattern: string;
  readonly nominalRate: number;
  readonly durationSeconds: number;
  readonly slaSeconds: number;
  /** `YYYYMMDD_HHMMSS`. */
  readonly startedAt: string;
}

/** For messages. */
export const RUN_NAME_FORM =
  '[cc|noncc]--…_cuda_STRATEGY_PATTERN_meanRATE_SECONDS_slaSECONDS_DATE_TIME.log[.gz]';

const FORM =
  /(?:^|[/\\])(cc|noncc)(?:--|[/\\]).*_(?:cuda|cpu)_([^_/\\]+)_([a-z]+)_mean([\d.]+)_(\d+)_sla([\d.]+)_(\d{8}_\d{6})\.log(?:\.gz)?$/;

/**
 * Reads the name of an experiment log. The setting comes first, as a prefix (`cc--…`) or as a
 * folder (`cc/…`): the experiments' own file names do not tell it.
 * @returns null when the name has another form.
 */
export function parseRunName(name: string): RunName | null {
  const match = FORM.exec(name);
  if (match === null) return null;
  const [, setting, strategy = '', pattern = '', rate, duration, sla, startedAt = ''] = match;
  return {
    teeMode: teeModeOf(setting),
    strategy,
    pattern,
    nominalRate: Number(rate),
    durationSeconds: Number(duration),
    slaSeconds: Number(sla),
    startedAt,
  };
}

/** `cc` is on, `noncc` is off. */
export function teeModeOf(setting: string | undefined): TeeMode {
  return setting === 'cc' ? 'cc' : 'off';
}

/** The id of a run: the same from its log and from the derived tables. */
export function runId(name: RunName): string {
  const setting = name.teeMode === 'cc' ? 'cc' : 'noncc';
  const { strategy, pattern, nominalRate, slaSeconds, startedAt } = name;
  return `${setting}--${strategy}_${pattern}_mean${nominalRate}_sla${slaSeconds}_${startedAt}`;
}
