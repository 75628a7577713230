import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LoadedScenario, Work } from '../experiment/replicate.js';
import { monotonicSeconds } from '../host/clock.js';
import { createProgress, type Progress } from '../host/progress.js';
import { InterruptedError, Interruption } from './interruption.js';
import { STEP_SECONDS, type Stepper, stepperOf } from './stepper.js';

/**
 * Does work piece by piece until Ctrl-C is pressed, showing progress; what was finished by then
 * stands.
 * @param scenarios what is simulated.
 * @param pieces how many times `body` calls `drive`.
 */
export async function driveUntilInterrupted(
  scenarios: readonly LoadedScenario[],
  pieces: number,
  body: (driver: Driver) => Promise<void>,
): Promise<void> {
  const interruption = new Interruption();
  const progress = await createProgress(scenarios[0]?.scenario.name ?? '', process.stderr);
  try {
    const stepper = stepperOf(scenarios.map(({ strategy }) => strategy));
    await body(new Driver({ interruption, progress, pieces, stepper }));
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
  } finally {
    progress.stop();
    interruption.end();
  }
}

interface DriverParts {
  readonly interruption: Interruption;
  readonly progress: Progress;
  readonly pieces: number;
  readonly stepper: Stepper;
}

/** Does pieces of work one after the other, heeding Ctrl-C. */
export class Driver {
  readonly #parts: DriverParts;
  #finished = 0;
  #lastPause = monotonicSeconds();

  constructor(parts: DriverParts) {
    this.#parts = parts;
  }

  /**
   * @throws InterruptedError if Ctrl-C was pressed before the work was finished.
   * @throws UserError if the work hangs.
   */
  async drive<Result>(work: Work<Result>): Promise<Result> {
    for (;;) {
      const last = await this.#parts.stepper.step(work, this.#lastPause + STEP_SECONDS);
      if (last.done === true) {
        this.#finished++;
        await this.#pause(0);
        return last.value;
      }
      await this.#pause(last.value);
    }
  }

  /** Short pieces of work share a step: only after that is it time. */
  async #pause(share: number): Promise<void> {
    if (monotonicSeconds() < this.#lastPause + STEP_SECONDS) return;
    const { progress, interruption, pieces } = this.#parts;
    progress.update((this.#finished + share) / pieces);
    await nextTurn();
    this.#lastPause = monotonicSeconds();
    interruption.check();
  }
}
