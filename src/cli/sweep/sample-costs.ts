import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LoadedScenario, Work } from '../../experiment/replicate.js';
import { recordText } from '../../experiment/store/record-text.js';
import type { BlockResult } from '../../experiment/store/types.js';
import { type CostSample, samplingOrder } from '../../experiment/sweep/run/estimate-cost.js';
import { simulateBlock } from '../../experiment/sweep/run/simulate-block.js';
import { monotonicSeconds, processorSeconds } from '../../host/clock.js';
import { recordCsv } from '../../report/record-csv.js';
import { STEP_SECONDS, type Stepper, stepperOf } from '../stepper.js';
import { BlockTasks } from './block-tasks.js';
import type { SweepRequest } from './request.js';

/** How long samples are taken, about. */
const SAMPLING_SECONDS = 1;
/** Those of so much time at the start count only if there are no others: code is still compiled. */
const WARM_UP_SECONDS = 0.3;

/**
 * Simulates single runs, of cells all over the sweep, for about a second.
 * @param most enough runs: as many as there are to be simulated.
 * @param check called at moments when signals are let in; may throw.
 * @throws UserError if a strategy decides what cannot be done.
 */
export async function sampleCosts(
  { description, loaded }: SweepRequest,
  most: number,
  check: () => void,
): Promise<readonly CostSample[]> {
  const tasks = new BlockTasks(description);
  const stepper = stepperOf(loaded.map(({ strategy }) => strategy));
  const order = samplingOrder(description);
  const begin = monotonicSeconds();
  const until = begin + SAMPLING_SECONDS;
  const samples: CostSample[] = [];
  let cold = 0;
  for (let at = 0; at < most && monotonicSeconds() < until; at++) {
    const cell = order[at % order.length] ?? 0;
    const block = { cell, from: 0, count: 1 };
    const { strategy } = loaded[cell] as LoadedScenario;
    if (monotonicSeconds() < begin + WARM_UP_SECONDS) cold = samples.length + 1;
    const work = new TimedWork(stepper, until, check);
    const finish = <Result>(task: Work<Result>): Promise<Result> => work.finish(task);
    const csv = (table: Parameters<typeof recordCsv>[0]) => [...recordCsv(table)].join('');
    try {
      const result = await simulateBlock(tasks.of(block), { strategy, finish, csv });
      samples.push({ cell, seconds: work.seconds, bytes: bytesOf(result) });
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw tasks.blame(error, block);
      samples.push({ cell, seconds: work.seconds / error.share, bytes: null });
    }
  }
  const warm = samples.slice(cold);
  return warm.length > 0 ? warm : samples;
}

/** Thrown out of a run that takes longer than the samples may. */
class OutOfTime extends Error {
  /** How much of it was done, in (0, 1]. */
  readonly share: number;

  constructor(share: number) {
    super('out of time');
    this.share = share;
  }
}

/** Does one run's work, unless that takes too long. */
class TimedWork {
  readonly #stepper: Stepper;
  readonly #until: number;
  readonly #check: () => void;
  /** Of a processor: what others do meanwhile on this machine does not count. */
  seconds = 0;

  constructor(stepper: Stepper, until: number, check: () => void) {
    this.#stepper = stepper;
    this.#until = until;
    this.#check = check;
  }

  async finish<Result>(work: Work<Result>): Promise<Result> {
    for (;;) {
      const begin = processorSeconds();
      const last = await this.#stepper.step(work, monotonicSeconds() + STEP_SECONDS);
      this.seconds += processorSeconds() - begin;
      await nextTurn();
      this.#check();
      if (last.done === true) return last.value;
      // A run of which hardly anything is done tells nothing yet.
      if (monotonicSeconds() > this.#until && last.value > 0) throw new OutOfTime(last.value);
    }
  }
}

/** What is stored of a run: its part of records and of `cells.csv`, and the files kept of it. */
function bytesOf({ record, timelineCsv, requestsCsv }: BlockResult): CostSample['bytes'] {
  const values = record.values.flat().join(',');
  const text = recordText({ ...record, timeline: null, requests: null });
  return {
    record: text.length + values.length,
    files: (timelineCsv?.length ?? 0) + (requestsCsv?.length ?? 0),
  };
}
