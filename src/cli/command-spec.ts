import type { ExitCode } from './exit-code.js';
import type { Invocation } from './invocation.js';
import type { Terminal } from './terminal.js';

/** What the shell offers for a value when the user presses the tab key. */
export type Completes =
  | 'scenario'
  | 'sweep'
  | 'claims'
  | 'strategy'
  | 'profile'
  | 'setting'
  | 'shell'
  | 'kind'
  | 'file';

/** A positional argument. */
export interface ArgumentSpec {
  /** In capitals, as in the usage line: `SCENARIO`. */
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Whether more than one may be given; the last argument only. */
  readonly variadic: boolean;
  /** The values it may take; empty: any. */
  readonly choices: readonly string[];
  readonly completes: Completes;
}

/** An option. Values stay text here: what is wrong with them is reported in one form, all at once. */
export interface OptionSpec {
  /** With its dashes: `--set`. */
  readonly flag: string;
  /** What its value is called in the usage line; null for a switch. */
  readonly value: string | null;
  readonly description: string;
  readonly repeats: boolean;
  readonly completes: Completes;
}

/**
 * A command as data: the parser, the help and shell completion all read it. What the command
 * does lies in a module of its own, loaded only when it is called.
 */
export interface CommandSpec {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** Command lines that work as they stand in the package's folder. */
  readonly examples: readonly string[];
  load(): Promise<{ readonly execute: Execute }>;
}

/** @throws UserError for bad input; the command then exits with 2. */
export type Execute = (invocation: Invocation, terminal: Terminal) => Promise<ExitCode>;
