/*
 * What lies in a folder of reports of inference-perf beside the results that are read: names as its
 * docs/reports.md gives them.
 */

/** The configuration of a run, beside its reports. */
export const CONFIG_NAME = 'config.yaml';

const STAGE = /^stage_(\d+)_lifecycle_metrics\.json(\.gz)?$/;
const SUMMARY = /^summary_lifecycle_metrics\.json(\.gz)?$/;
const REQUESTS = /^per_request_lifecycle_metrics\.json(\.gz)?$/;

/** The stage that a file is about, by its name; null: none. */
export function stageOf(name: string): number | null {
  const stage = STAGE.exec(name)?.[1];
  return stage === undefined ? null : Number(stage);
}

/**
 * Why a file is not to be read; null: it is.
 * @param name the file's.
 * @param names those of all files of its folder.
 */
export function reasonToSkip(name: string, names: readonly string[]): string | null {
  if (REQUESTS.test(name)) return 'requests one by one, of which the other files tell';
  if (!SUMMARY.test(name) || !names.some((other) => stageOf(other) !== null)) return null;
  return 'all stages taken together, and the stages lie beside it';
}
