import type { Fields } from '../document/fields.js';

/*
 * Layouts of `benchmarks.json` as GuideLLM writes it (vllm-project/guidellm, Apache-2.0), told by
 * where a benchmark keeps its strategy:
 *  - 0.2 (`benchmark/benchmark.py`): `args.strategy`; `worker.backend_model`, `request_totals`;
 *  - 0.3 (`benchmark/objects.py`): `scheduler.strategy`, `benchmarker.backend`, `request_totals`;
 *  - 0.4 and later (`benchmark/schemas/`): `config.strategy`, `config.backend`, and
 *    `metrics.request_totals`; the report has `args`, later `metadata.guidellm_version` too.
 * All have the same `metrics`: a distribution for each of `successful`, `incomplete`, `errored`,
 * `total`.
 */
export type Layout = '0.2' | '0.3' | '0.4';

const KEEPERS = { '0.2': 'args', '0.3': 'scheduler', '0.4': 'config' } as const;

/** @returns null, with an issue, where there is no strategy in any of the known places. */
export function layoutOf(benchmark: Fields): Layout | null {
  for (const layout of ['0.4', '0.3', '0.2'] as const) {
    if (benchmark.peek(KEEPERS[layout], 'strategy') !== null) return layout;
  }
  benchmark.missing('config', 'a mapping with the strategy, as GuideLLM 0.2 and later write it');
  return null;
}

/** The fields of the strategy. */
export function strategyIn(benchmark: Fields, layout: Layout): Fields | null {
  return benchmark.mapping(KEEPERS[layout])?.mapping('strategy') ?? null;
}

/** The model's name, where it is said. */
export function modelIn(benchmark: Fields, layout: Layout, report: Fields): string | null {
  const ofBenchmark =
    layout === '0.2'
      ? benchmark.peek('worker', 'backend_model')
      : benchmark.peek(layout === '0.3' ? 'benchmarker' : 'config', 'backend', 'model');
  const found = [
    ofBenchmark,
    report.peek('args', 'model'),
    report.peek('args', 'backend', 'model'),
  ];
  return found.find((name): name is string => typeof name === 'string' && name !== '') ?? null;
}

/**
 * Nominal lengths of synthetic data, from the text or mapping that describes the data
 * (`prompt_tokens=256,output_tokens=128`).
 */
export function lengthsIn(benchmark: Fields, layout: Layout, report: Fields) {
  const described = [
    layout === '0.2' ? benchmark.peek('request_loader', 'data') : null,
    layout === '0.3' ? benchmark.peek('benchmarker', 'requests') : null,
    layout === '0.4' ? benchmark.peek('config', 'requests') : null,
    report.peek('args', 'data'),
  ];
  // What is described in which form differs between versions, not how it is spelled.
  const text = JSON.stringify(described).replaceAll('\\"', '"');
  return { inputTokens: tokens(text, 'prompt'), outputTokens: tokens(text, 'output') };
}

function tokens(text: string, of: 'prompt' | 'output'): number | null {
  const found = new RegExp(`\\b${of}_tokens["']?\\s*[=:]\\s*["']?(\\d{1,9})\\b`).exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
