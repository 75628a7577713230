import { EXIT, type ExitCode } from './exit-code.js';
import { InterruptedError, Interruption } from './interruption.js';
import type { Terminal } from './terminal.js';

/**
 * Does work of which an unfinished part is worth nothing: Ctrl-C ends it at the next `check`, and
 * nothing is written.
 */
export async function interruptible(
  terminal: Terminal,
  work: (check: () => void) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interruption = new Interruption();
  try {
    return await work(() => interruption.check());
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    terminal.err('Interrupted: nothing was written.\n');
    return EXIT.interrupted;
  } finally {
    interruption.end();
  }
}
