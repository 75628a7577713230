import { InvariantError, UserError } from '../errors.js';
import { COMMANDS } from './commands/index.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { parseCommandLine } from './parse-command-line.js';
import type { Terminal } from './terminal.js';

/** Runs one command line (without `node sealsim`) and returns its exit code. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    if (argv[0] === 'complete' && argv[1] === '--') {
      const { complete } = await import('./completion.js');
      return complete(argv.slice(2));
    }
    const parsed = parseCommandLine(argv, COMMANDS, terminal);
    if (parsed.kind === 'finished') return parsed.exitCode;
    const { execute } = await parsed.command.load();
    return await execute(parsed.invocation, terminal);
  } catch (error) {
    return reportError(error, terminal);
  }
}

function reportError(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof UserError) {
    terminal.err(`${error.message}\n`);
    return EXIT.badInput;
  }
  if (error instanceof InvariantError) {
    terminal.err(`sealsim: this is a bug, please report it: ${error.message}\n`);
    return EXIT.failed;
  }
  const reason = error instanceof Error ? error.message : String(error);
  const trace = error instanceof Error && process.env['SEALSIM_DEBUG'] ? `${error.stack}\n` : '';
  terminal.err(`sealsim: failed: ${reason}\n${trace}`);
  return EXIT.failed;
}
