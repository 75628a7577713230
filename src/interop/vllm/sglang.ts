import type { Fields } from '../document/fields.js';

/** SGLang's alone, in every version of its results. */
const MARKS = ['total_output_tokens_retokenized', 'mean_e2e_latency_ms'] as const;

/**
 * Whether a result is one of SGLang's `bench_serving` (sgl-project/sglang, `python/sglang/bench_serving.py`),
 * which came from vLLM's and writes JSON Lines with its keys, and a few that mean something else.
 */
export function isSglang(fields: Fields): boolean {
  return MARKS.some((key) => fields.has(key));
}

/** The model, which older results do not name: that of the server's arguments. */
export function sglangModel(fields: Fields): string | null {
  const path = fields.peek('server_info', 'model_path');
  return isSglang(fields) && typeof path === 'string' && path !== '' ? path : null;
}
