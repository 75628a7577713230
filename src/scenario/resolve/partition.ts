/** Every set of models is looked at: more than these take too long. */
export const MOST_PARTITIONED = 20;

/** Which GPUs serve each model, and what each GPU has to do. */
export interface Partition {
  /** By model: numbers of GPUs. */
  readonly gpusOf: readonly (readonly number[])[];
  /** By GPU. */
  readonly loads: readonly number[];
}

/**
 * Gives models to GPUs so that the greatest load of a GPU is least, exactly. With at least as many
 * models as GPUs each model gets one GPU; with fewer, each gets some of its own, among which its
 * load is shared evenly.
 *
 * @param loads of the models, ≥ 0; at most `MOST_PARTITIONED` of them.
 * @param gpus ≥ 1.
 */
export function partition(loads: readonly number[], gpus: number): Partition {
  return loads.length < gpus ? shareOut(loads, gpus) : packTogether(loads, gpus);
}

/** The next GPU goes to the model whose GPUs have most to do: no other way has a smaller maximum. */
function shareOut(loads: readonly number[], gpus: number): Partition {
  if (loads.length === 0) return { gpusOf: [], loads: new Array<number>(gpus).fill(0) };
  const counts = loads.map(() => 1);
  const each = (model: number): number => (loads[model] ?? 0) / (counts[model] ?? 1);
  for (let given = loads.length; given < gpus; given++) {
    let most = 0;
    for (let model = 1; model < loads.length; model++) if (each(model) > each(most)) most = model;
    counts[most] = (counts[most] ?? 0) + 1;
  }
  const gpuLoads: number[] = [];
  const gpusOf = counts.map((count, model) =>
    Array.from({ length: count }, () => gpuLoads.push(each(model)) - 1),
  );
  return { gpusOf, loads: gpuLoads };
}

/**
 * The least capacity with which all models fit is one of the sums of some models' loads: it is
 * found by bisection of those, and for each whether it is enough by dynamic programming. The
 * fullest GPU is then settled, and the others' greatest load made least in turn, so that none is
 * left idle beside one with several models.
 */
function packTogether(loads: readonly number[], gpus: number): Partition {
  if (gpus === 1) return { gpusOf: loads.map(() => [0]), loads: [sumOf(loads)] };
  const binOf = leastMaximum(loads, gpus);
  const fills = Array.from({ length: gpus }, (_, bin) =>
    sumOf(loads.filter((_, model) => binOf[model] === bin)),
  );
  const fullest = fills.indexOf(Math.max(...fills));
  const others = loads.flatMap((_, model) => (binOf[model] === fullest ? [] : [model]));
  const rest = partition(
    others.map((model) => loads[model] ?? 0),
    gpus - 1,
  );
  const gpusOf = loads.map(() => [0]);
  others.forEach((model, at) => {
    gpusOf[model] = (rest.gpusOf[at] ?? []).map((gpu) => gpu + 1);
  });
  return { gpusOf, loads: [fills[fullest] ?? 0, ...rest.loads] };
}

/** A bin for each load, so that the greatest sum in one is least. */
function leastMaximum(loads: readonly number[], bins: number): readonly number[] {
  const candidates = sumsOfSubsets(loads).toSorted();
  let low = 0;
  let high = candidates.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pack(loads, candidates[middle] ?? 0).bins <= bins) high = middle;
    else low = middle + 1;
  }
  return pack(loads, candidates[low] ?? 0).binOf;
}

function sumOf(loads: readonly number[]): number {
  return loads.reduce((sum, load) => sum + load, 0);
}

function sumsOfSubsets(loads: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** loads.length);
  for (let set = 1; set < sums.length; set++) {
    const lowest = 31 - Math.clz32(set & -set);
    sums[set] = (sums[set & (set - 1)] ?? 0) + (loads[lowest] ?? 0);
  }
  return sums;
}

/**
 * The fewest bins of a capacity that hold all loads. For every set of loads: the fewest bins, and
 * the least that then is in the last of them (no other packing of the set in as few leaves more room).
 */
function pack(
  loads: readonly number[],
  capacity: number,
): { readonly bins: number; readonly binOf: readonly number[] } {
  const size = 2 ** loads.length;
  const room = capacity * (1 + 1e-12);
  const bins = new Uint8Array(size).fill(255);
  const filled = new Float64Array(size);
  const last = new Int8Array(size);
  bins[0] = 1;
  for (let set = 1; set < size; set++) {
    for (let model = 0; model < loads.length; model++) {
      if ((set & (1 << model)) === 0) continue;
      const before = set ^ (1 << model);
      const joined = (filled[before] ?? 0) + (loads[model] ?? 0);
      const opens = joined > room;
      const count = (bins[before] ?? 255) + (opens ? 1 : 0);
      const fill = opens ? (loads[model] ?? 0) : joined;
      if (count > (bins[set] ?? 255) || (count === bins[set] && fill >= (filled[set] ?? 0)))
        continue;
      bins[set] = count;
      filled[set] = fill;
      last[set] = model;
    }
  }
  return { bins: bins[size - 1] ?? 1, binOf: binsOf(loads.length, bins, last) };
}

/** Follows the packing of all loads back, one load at a time. */
function binsOf(count: number, bins: Uint8Array, last: Int8Array): readonly number[] {
  const binOf = new Array<number>(count).fill(0);
  for (let set = 2 ** count - 1; set > 0; ) {
    const model = last[set] ?? 0;
    binOf[model] = (bins[set] ?? 1) - 1;
    set ^= 1 << model;
  }
  return binOf;
}
