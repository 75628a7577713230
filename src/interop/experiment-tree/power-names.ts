/** Files with the power during a run, by what it was of; null where there is none. */
export interface PowerFiles {
  readonly gpu: string | null;
  readonly cpu: string | null;
}

const RESULT = /\.json(\.gz)?$/i;
/** `x_power_metrics.csv`, `x_power_metrics_GPU.csv`, `x_GPU_power_metrics.csv`, and those of CPUs. */
const POWER =
  /^(?<stem>.*?)(?:_(?<before>[gc]pu))?_power_metrics(?:_(?<after>[gc]pu))?\.csv(\.gz)?$/i;

export function isPowerName(name: string): boolean {
  return POWER.test(name);
}

/** The name of the result that a file of power belongs to, without its ending; null: it is none. */
export function stemOfPower(name: string): string | null {
  return POWER.exec(name)?.groups?.['stem'] ?? null;
}

/**
 * Which of the files in a result's folder hold the power during its run. Without `GPU` or `CPU` in
 * its name a file is of GPUs.
 * @param names in the folder, without its path.
 */
export function powerFilesOf(resultName: string, names: readonly string[]): PowerFiles {
  const stem = stemOfResult(resultName);
  const of = (kind: 'gpu' | 'cpu'): string | null =>
    names.filter((name) => stemOfPower(name) === stem && kindOf(name) === kind).sort()[0] ?? null;
  return { gpu: of('gpu'), cpu: of('cpu') };
}

export function stemOfResult(name: string): string {
  return name.replace(RESULT, '');
}

function kindOf(name: string): string {
  const { before, after } = POWER.exec(name)?.groups ?? {};
  return (after ?? before ?? 'gpu').toLowerCase();
}
