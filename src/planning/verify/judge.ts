import { ChunkedFloats } from '../../metrics/latency/chunked-floats.js';
import { interpolatedQuantiles } from '../../metrics/latency/quantiles.js';
import { selectRanks } from '../../metrics/latency/select.js';
import type { NodeRequest, NodesObserver } from '../../serving/nodes/simulate-nodes.js';
import type { Seconds } from '../../units.js';
import type { RunLength, TableModel } from './types.js';

/**
 * Judges the requests of one run: those that arrive after the warm-up, for as long as is judged.
 * Latency by output token is the whole latency divided by the output tokens, as Mélange has it
 * (arXiv 2404.14527, §6.1); what serving engines call TPOT leaves out the first token.
 */
export class Judge implements NodesObserver {
  readonly #model: TableModel;
  readonly #from: Seconds;
  readonly #to: Seconds;
  readonly #perToken = new ChunkedFloats();
  /** Judged requests and those of them that met the SLO, by bucket. */
  readonly received: number[];
  readonly met: number[];
  turnedAway = 0;

  constructor(model: TableModel, { warmUpSeconds, judgedSeconds }: RunLength) {
    this.#model = model;
    this.#from = warmUpSeconds;
    this.#to = warmUpSeconds + judgedSeconds;
    this.received = model.buckets.map(() => 0);
    this.met = model.buckets.map(() => 0);
  }

  arrived(request: NodeRequest): void {
    if (!this.#isJudged(request)) return;
    this.received[request.bucket] = (this.received[request.bucket] ?? 0) + 1;
    if (request.node < 0) this.turnedAway++;
  }

  done(request: NodeRequest, at: Seconds): void {
    if (!this.#isJudged(request)) return;
    const bucket = this.#model.buckets[request.bucket];
    if (bucket === undefined) return;
    const latency = at - request.arrival;
    this.#perToken.push(latency / bucket.outputTokens);
    if (latency <= bucket.limitSeconds) {
      this.met[request.bucket] = (this.met[request.bucket] ?? 0) + 1;
    }
  }

  /** Quantiles of latency / output tokens, s; not finite where unfinished requests would decide. */
  secondsPerToken(probabilities: readonly number[]): Float64Array {
    const received = this.received.reduce((sum, count) => sum + count, 0);
    const done = this.#perToken.length;
    const chunks = this.#perToken.chunks();
    return interpolatedQuantiles(received, probabilities, (ranks) => {
      const known = ranks.filter((rank) => rank < done);
      const values = selectRanks(chunks, known);
      let next = 0;
      return Float64Array.from(ranks, (rank) =>
        rank < done ? (values[next++] as number) : Number.POSITIVE_INFINITY,
      );
    });
  }

  #isJudged({ arrival }: NodeRequest): boolean {
    return arrival >= this.#from && arrival < this.#to;
  }
}
