import type { Seconds } from '../../../units.js';

/** What a router sees of a GPU when a request comes. */
export interface NodeView {
  /** Position of its type. */
  readonly type: number;
  readonly inService: number;
  /** Time to finish what is in service, s, as this type takes for it. */
  readonly unfinishedSeconds: Seconds;
}

/** What a router is made with. */
export interface RouterContext {
  /** Live: read when a request comes. */
  readonly nodes: readonly NodeView[];
  /** What a request of a bucket needs alone on a type, s; Infinity: it may not go there. */
  readonly seconds: readonly (readonly Seconds[])[];
  /** What share of a bucket's requests the plan gives to a type, by bucket and type. */
  readonly planned: readonly (readonly number[])[];
}

/** Sends requests to GPUs. */
export interface Router {
  /**
   * The GPU that a request goes to, by its position; −1: none, it is turned away.
   * @param bucket of the request.
   * @param u its own uniform draw, in (0, 1): the only chance there is.
   */
  route(bucket: number, u: number): number;
}

/** A way of sending requests to GPUs, by name. */
export interface RouterDefinition {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** Whether a request may be turned away although some GPU can serve it. */
  readonly followsPlan: boolean;
  create(context: RouterContext): Router;
}

/** Positions of the GPUs that serve a bucket. */
export function nodesFor({ nodes, seconds }: RouterContext, bucket: number): readonly number[] {
  return nodes.flatMap(({ type }, at) =>
    Number.isFinite(seconds[type]?.[bucket] ?? Number.POSITIVE_INFINITY) ? [at] : [],
  );
}
