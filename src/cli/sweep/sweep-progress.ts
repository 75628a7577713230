import { monotonicSeconds } from '../../host/clock.js';
import { createDetailedProgress, type Progress } from '../../host/progress.js';
import type { Terminal } from '../terminal.js';

/** How often the line is worked out while runs go on, s. */
const INTERVAL_SECONDS = 0.1;

/** The one line that says how far a sweep has come: on a terminal only. */
export class SweepProgress {
  readonly #line: Progress;
  #timer: NodeJS.Timeout | undefined;

  private constructor(line: Progress) {
    this.#line = line;
  }

  static async create(file: string): Promise<SweepProgress> {
    return new SweepProgress(await createDetailedProgress(file, process.stderr));
  }

  checked(done: number, total: number): void {
    this.#line.update(done / total, `checking cells: ${done} of ${total}`);
  }

  writing(): void {
    clearInterval(this.#timer);
    this.#line.update(1, 'writing results');
  }

  /** A terminal on which what is printed does not run into the line. */
  around({ out, err }: Terminal): Terminal {
    const cleared = (print: (text: string) => void) => (text: string) => {
      this.#line.stop();
      print(text);
    };
    return { out: cleared(out), err: cleared(err) };
  }

  /** Counts from now on what is simulated, and shows it, also before the first run has ended. */
  counter(cells: number, replicationsEach: number): SimulationCounter {
    const counter = new SimulationCounter(cells, replicationsEach);
    const show = (): void => this.#line.update(counter.share, counter.text());
    this.#timer = setInterval(show, INTERVAL_SECONDS * 1000);
    return counter;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#line.stop();
  }
}

/** What of a sweep is done. */
export class SimulationCounter {
  readonly #cells: number;
  readonly #least: number;
  readonly #startedAt = monotonicSeconds();
  #planned: number;
  #done = 0;
  /** Replications that were done before. */
  #before = 0;
  #finishedCells = 0;

  constructor(cells: number, least: number) {
    this.#cells = cells;
    this.#least = least;
    this.#planned = cells * least;
  }

  /** Replications of all cells, as far as is known by now. */
  get planned(): number {
    // Cells that go on until they are precise enough turn out longer than planned.
    return Math.max(this.#planned, this.#done);
  }

  /** Replications that are there, those from before included. */
  get done(): number {
    return this.#done;
  }

  /** Some replications are known from before. */
  found(replications: number): void {
    this.#done += replications;
    this.#before += replications;
  }

  /** Some replications were simulated. */
  simulated(replications: number): void {
    this.#done += replications;
  }

  /** Cells need no more than they have. */
  cellsFinished(cells: number, replicationsEach: number): void {
    this.#finishedCells += cells;
    this.#planned += cells * (replicationsEach - this.#least);
  }

  /** How much is done, in [0, 1]. */
  get share(): number {
    return this.#done / this.planned;
  }

  /** In words; the rate, and the time that is left by it, once there is one. */
  text(): string {
    const rate = (this.#done - this.#before) / (monotonicSeconds() - this.#startedAt);
    const left = (this.planned - this.#done) / rate;
    const cells = `${this.#finishedCells} of ${this.#cells} cells`;
    return rate > 0 ? `${cells} | ${rateText(rate)} | ${clockText(left)} left` : cells;
  }
}

function rateText(replicationsPerSecond: number): string {
  return `${Number(replicationsPerSecond.toPrecision(3))} replications/s`;
}

/** `1:02:03`, `2:03` */
function clockText(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (count: number): string => String(count).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const start = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${start}:${two(whole % 60)}`;
}
