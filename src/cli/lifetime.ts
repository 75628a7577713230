import { writeSync } from 'node:fs';
import { EXIT, type ExitCode } from './exit-code.js';

const STDERR = 2;

/**
 * Sees to it that the process ends with the command's exit code and its output complete, whatever
 * a user's module does meanwhile: timers left running, promises rejected, the process ended.
 */
export class Lifetime {
  /** While a user's code runs, writing to stdout may have been led elsewhere. */
  readonly #writeOut = process.stdout.write.bind(process.stdout);
  /** Whether the command is done: what a module does from then on changes nothing. */
  #done = false;
  #ending = false;
  /** Why stdout is not complete; the first reason. */
  #outProblem: NodeJS.ErrnoException | undefined;

  constructor() {
    // A reader that went away is no reason to give up results that go into files.
    process.stdout.on('error', (error) => {
      this.#outProblem ??= error;
    });
    process.stderr.on('error', () => {});
    process.on('uncaughtException', (error) => this.#stray(error));
    process.on('unhandledRejection', (reason) => this.#stray(reason));
    process.on('exit', () => {
      if (this.#ending) return;
      complain('the process was ended before the command was done');
      process.exitCode = EXIT.failed;
    });
  }

  /** Ends the process once everything that was printed has left. */
  end(code: ExitCode): void {
    this.#done = true;
    process.exitCode = code;
    // Errors of a stream are announced a little later than its last write is called back.
    this.#writeOut('', () => process.stderr.write('', () => setImmediate(() => this.#end(code))));
  }

  #end(code: ExitCode): void {
    const problem = this.#outProblem;
    // A reader that has seen enough, as in `sealsim … | head`, is no failure.
    if (problem === undefined || problem.code === 'EPIPE') this.#exit(code);
    else this.#fail(`stdout is not complete: ${problem.message}`);
  }

  /** An error that nobody caught. */
  #stray(reason: unknown): void {
    if (!this.#done) this.#fail(reason instanceof Error ? reason.message : String(reason));
  }

  #fail(message: string): void {
    complain(message);
    this.#exit(EXIT.failed);
  }

  #exit(code: ExitCode): void {
    this.#ending = true;
    process.exit(code);
  }
}

/** At once: the process is about to end. */
function complain(message: string): void {
  try {
    writeSync(STDERR, `sealsim: failed: ${message}\n`);
  } catch {
    // Nobody reads it any more; the exit code tells.
  }
}
