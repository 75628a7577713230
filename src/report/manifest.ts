/** Who computed results, when and where. */
export interface Provenance {
  readonly version: string;
  /** The command line, as its arguments. */
  readonly command: readonly string[];
  readonly startedAt: string;
  readonly wallSeconds: number;
  readonly host: string;
  readonly node: string;
  readonly platform: string;
}

/** Where a result comes from. All that may differ between two equal runs is here and only here. */
export interface ManifestInput extends Provenance {
  readonly status: 'complete' | 'interrupted';
  /** Scenarios as they were resolved: one for a run, one per cell for a comparison. */
  readonly scenarios: readonly unknown[];
  readonly replications: { readonly asked: number; readonly finished: number };
  /** Names and hashes of what was read: scenario, profile, trace, strategy module. */
  readonly inputs: readonly {
    readonly what: string;
    readonly name: string;
    readonly sha256: string;
  }[];
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

export type Manifest = Readonly<Record<string, unknown>>;

/** The content of `manifest.json`. */
export function manifestOf(input: ManifestInput): Manifest {
  const { scenarios, ...rest } = input;
  return { tool: 'sealsim', ...rest, scenarios: scenarios.map(plain) };
}

/** As JSON can say it: infinite numbers by name, long number arrays by their length. */
function plain(value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return 'infinite';
  // A column of a trace; nothing else in a scenario is a view of a buffer, and none a DataView.
  if (ArrayBuffer.isView(value)) return { length: (value as Float64Array).length };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}
