/** What the arguments of several commands can be. */

export const SCHEMA_KINDS = ['scenario', 'sweep', 'claims', 'plan', 'profile', 'preset'] as const;
export const LISTS = ['strategies', 'profiles', 'processes', 'metrics', 'presets'] as const;
export const STARTER_KINDS = ['scenario', 'sweep', 'strategy'] as const;
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export const LOG_FORMATS = ['sincere-logs'] as const;
export const CALIBRATED = ['batch-server', 'tee'] as const;
export const REPLAYED = ['sincere'] as const;
/** Results of benchmarks: what `interop/measurements/registry.ts` reads. */
export const MEASUREMENT_FORMATS = [
  'vllm',
  'llm-d-report',
  'llm-d-prism',
  'guidellm',
  'inference-perf',
  'measurements',
] as const;
/** Traces: what `interop/traces/registry.ts` reads. */
export const TRACE_FORMATS = ['azure-llm', 'burstgpt', 'mooncake', 'trace'] as const;
export const IMPORT_FORMATS = [...LOG_FORMATS, ...MEASUREMENT_FORMATS, ...TRACE_FORMATS] as const;
export const EXPORT_FORMATS = [
  'llm-d-report-0.1',
  'llm-d-report-0.2.1',
  'vllm',
  'measurements',
] as const;
