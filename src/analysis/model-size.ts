/** `8B`, `0.6B`, `360M`: a number of parameters that stands by itself in a name. */
const SIZE = /(?<![\p{L}\d.])(\d+(?:\.\d+)?)([bm])(?![\p{L}\d])/iu;
/** `llama8b`: one that ends a word; not `8x7B`, and not `A3B`, which counts active parameters. */
const SIZE_IN_WORD = /(?<=\p{L}{2})(?<!x)(\d+(?:\.\d+)?)([bm])(?![\p{L}\d])/iu;
/** `17B-16E`: of several experts, only the active parameters are named. */
const ACTIVE_ONLY = /\d[bm]-\d+e(?![\p{L}\d])/iu;

/**
 * How many parameters a model has, by its name, or that of an experiment's condition.
 *
 * `meta-llama/Llama-3.1-8B-Instruct` has 8, `Qwen3-30B-A3B` has 30. A name that does not state the
 * total gives null rather than a guess: `Mixtral-8x7B` (experts share layers: 46.7, not 56),
 * `Llama-4-Scout-17B-16E`, `Qwen1.5-MoE-A2.7B`.
 *
 * @returns billions of parameters; null when the name does not say.
 */
export function modelSizeB(name: string): number | null {
  for (const part of name.split(/[/\\]/).reverse()) {
    if (ACTIVE_ONLY.test(part)) return null;
    const found = SIZE.exec(part) ?? SIZE_IN_WORD.exec(part);
    const size = Number(found?.[1] ?? 0);
    if (size > 0) return found?.[2]?.toLowerCase() === 'm' ? size / 1000 : size;
  }
  return null;
}
