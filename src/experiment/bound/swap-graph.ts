import type { SwapGraph } from '../../bound/problem.js';
import type { Timing } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';

/** What swaps can depend on. */
interface SwapState {
  readonly resident: ModelIndex;
  /** The model loaded last, and the one before it; −1: none. */
  readonly last: ModelIndex;
  readonly beforeLast: ModelIndex;
  /** Whether nothing has been loaded yet: preloading is no load. */
  readonly first: boolean;
}

/** Durations without chance: any quantile will do. */
const MIDDLE = 0.5;

/**
 * All that swaps can lead to, with what each takes. States from which the same swaps take equally
 * long for ever are one node.
 * @param timing without chance (`withMeanDurations`).
 * @param preloaded the model in memory at the start, or −1.
 */
export function createSwapGraph(
  timing: Timing,
  modelCount: number,
  preloaded: ModelIndex,
): SwapGraph {
  const start = { resident: preloaded, last: preloaded, beforeLast: -1, first: true };
  const states: SwapState[] = [start];
  const known = new Map([[keyOf(start), 0]]);
  const next: number[][] = [];
  const seconds: Seconds[][] = [];
  // Grows while it is walked through.
  for (const state of states) {
    const models = Array.from({ length: modelCount }, (_, model) => model);
    seconds.push(models.map((model) => swapSeconds(timing, state, model)));
    next.push(
      models.map((model) => {
        if (model === state.resident) return -1;
        const after = { resident: model, last: model, beforeLast: state.last, first: false };
        const number = known.get(keyOf(after)) ?? states.push(after) - 1;
        known.set(keyOf(after), number);
        return number;
      }),
    );
  }
  return merged({ resident: states.map(({ resident }) => resident), left: [], next, seconds });
}

function keyOf({ resident, last, beforeLast, first }: SwapState): string {
  return [resident, last, beforeLast, first].join();
}

function swapSeconds(timing: Timing, state: SwapState, model: ModelIndex): Seconds {
  const { resident, last, beforeLast, first } = state;
  if (model === resident) return 0;
  const history = { first, previous: last, beforePrevious: beforeLast };
  const unload = resident < 0 ? 0 : timing.unloadSeconds(resident, MIDDLE);
  return unload + timing.loadSeconds(model, history, MIDDLE);
}

/** Nodes that cannot be told apart made one: split by what is seen until no more are split. */
function merged({ resident, next, seconds }: SwapGraph): SwapGraph {
  let classes = classesOf(resident.map(String));
  for (;;) {
    const finer = classesOf(
      resident.map((model, node) =>
        [model, classes[node], seconds[node], next[node]?.map((to) => classes[to] ?? -1)].join(';'),
      ),
    );
    if (Math.max(...finer) === Math.max(...classes)) break;
    classes = finer;
  }
  const chosen = Array.from({ length: Math.max(...classes) + 1 }, (_, each) =>
    classes.indexOf(each),
  );
  return {
    resident: chosen.map((node) => resident[node] ?? -1),
    left: chosen.map(() => -1),
    next: chosen.map((node) => (next[node] ?? []).map((to) => classes[to] ?? -1)),
    seconds: chosen.map((node) => seconds[node] ?? []),
  };
}

/** Numbers 0, 1, 2, … by first appearance. */
function classesOf(keys: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return keys.map((key) => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}
