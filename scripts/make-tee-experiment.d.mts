/** Types of `make-tee-experiment.mjs`, for tests. */

export type Figures = Readonly<Record<string, number>>;

export interface Truth {
  readonly pricePerHour: number;
  readonly currency: string;
  readonly slaSeconds: number;
  readonly conditions: readonly {
    readonly experiment: string;
    readonly condition: string;
    readonly off: Figures;
    readonly cc: Figures;
  }[];
  readonly saturation: { readonly knee: number; readonly leastNearPeak: number };
  readonly addedSeconds: Readonly<Record<'ttft_mean_s' | 'e2e_mean_s', Figures>>;
}

export interface MadeRun {
  readonly experiment: string;
  readonly condition: string;
  readonly mode: 'off' | 'cc';
  readonly repetition: number;
  /** As vLLM writes it. */
  readonly result: Readonly<Record<string, unknown>>;
  readonly power: readonly {
    readonly second: number;
    readonly watts: number;
    readonly utilizationPercent: number;
  }[];
}

export interface MadeExperiment {
  readonly truth: Truth;
  readonly runs: readonly MadeRun[];
}

export function makeTeeExperiment(seed: number): MadeExperiment;
export function powerCsv(power: MadeRun['power']): string;
export function writeTeeExperiment(folder: string, made: MadeExperiment): void;
