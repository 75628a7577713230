import { writeSync } from 'node:fs';
import { EXIT, type ExitCode } from './exit-code.js';

const STDERR = 2;

/**
 * Sees to it that the process ends with the command's exit code and its output complete, whatever
 * a user's module does meanwhile: timers left running, promises rejected, the process ended.
 */
export class Lifetime {
  #ending = false;

  constructor() {
    // A reader that went away, as in `sealsim … | head`, is no failure.
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error;
        this.#exit(EXIT.done);
      });
    }
    process.on('uncaughtException', (error) => this.#fail(error.message));
    process.on('unhandledRejection', (reason) => {
      this.#fail(reason instanceof Error ? reason.message : String(reason));
    });
    process.on('exit', () => {
      if (this.#ending) return;
      writeSync(STDERR, 'sealsim: failed: the process was ended before the command was done\n');
      process.exitCode = EXIT.failed;
    });
  }

  /** Ends the process once everything that was printed has left. */
  end(code: ExitCode): void {
    process.exitCode = code;
    process.stdout.write('', () => process.stderr.write('', () => this.#exit(code)));
  }

  #fail(message: string): void {
    writeSync(STDERR, `sealsim: failed: ${message}\n`);
    this.#exit(EXIT.failed);
  }

  #exit(code: ExitCode): void {
    this.#ending = true;
    process.exit(code);
  }
}
