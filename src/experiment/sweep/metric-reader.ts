import type { IssueSource } from '../../errors.js';
import { formatPath, quoted } from '../../scenario/issues/values.js';
import { readValue } from '../../scenario/read-fields.js';
import { type Path, placeOf } from '../../scenario/text/tree.js';
import { itemsAt, type SweepContext } from './context.js';
import {
  DEFAULT_METRICS,
  includesMetric,
  isOfEveryModel,
  metricProblem,
  parseMetric,
} from './metrics.js';
import { sweepSchema } from './schema.js';
import type { ModelReference } from './types.js';

const METRIC = sweepSchema.shape.metrics.unwrap().element;

/** Where the file names a metric. */
interface Mention {
  readonly place: IssueSource;
  readonly at: Path;
}

/** Reads the paths of metrics in a sweep file, and remembers the models that they name. */
export class MetricReader {
  readonly #context: SweepContext;
  readonly #references: ModelReference[] = [];
  /** Undefined when not all of them could be read. */
  #metrics: readonly string[] | undefined;

  constructor(context: SweepContext) {
    this.#context = context;
  }

  /** The models named so far. */
  get references(): readonly ModelReference[] {
    return this.#references;
  }

  /**
   * The metrics of the sweep, without those that are none, which are reported.
   * @param field what stands under `metrics`; undefined if it was refused.
   */
  readAll(field: { readonly value: unknown } | undefined): readonly string[] {
    if (field === undefined) return [];
    if (field.value === undefined) {
      this.#metrics = DEFAULT_METRICS;
      return DEFAULT_METRICS;
    }
    const known: string[] = [];
    const paths = itemsAt(['metrics'], this.#context);
    for (const at of paths) {
      const path = this.#readPath(at);
      const mention = { place: placeOf(this.#context.document, at), at };
      if (path === undefined || !this.#isMetric(path, mention)) continue;
      if (known.includes(path)) this.#report(mention, 'each metric once', `${path} a second time`);
      else known.push(path);
    }
    this.#metrics = known.length === paths.length ? known : undefined;
    return known;
  }

  #readPath(at: Path): string | undefined {
    return readValue(METRIC, this.#context.document, at, this.#context.problems)?.value;
  }

  /** Whether `path` is one metric of the sweep; reports it otherwise. */
  isOneOfSweep(path: string, mention: Mention): boolean {
    if (!this.#isMetric(path, mention)) return false;
    if (isOfEveryModel(path)) {
      this.#report(mention, 'a metric of one model', quoted(path));
      return false;
    }
    if (this.#metrics === undefined || includesMetric(this.#metrics, path)) return true;
    const hint = 'add it under metrics';
    this.#report(mention, 'a metric of the sweep', quoted(path), hint);
    return false;
  }

  #isMetric(path: string, mention: Mention): boolean {
    const parsed = parseMetric(path);
    if (parsed === undefined) {
      this.#context.problems.add({ ...placed(mention), ...metricProblem(path) });
      return false;
    }
    const { model } = parsed;
    if (model !== null && !isOfEveryModel(path)) {
      this.#references.push({ model, source: mention.place, path: formatPath(mention.at) });
    }
    return true;
  }

  #report(mention: Mention, expected: string, got: string, hint?: string): void {
    this.#context.problems.add({ ...placed(mention), expected, got, hint });
  }
}

function placed({ place, at }: Mention) {
  return { place, path: at };
}
