import { Command, CommanderError, Option } from 'commander';
import type { Issue } from '../errors.js';
import { UserError } from '../errors.js';
import { packageInfo } from '../host/package-root.js';
import { didYouMean } from '../suggest.js';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './command-spec.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { Invocation, optionIssue } from './invocation.js';
import type { Terminal } from './terminal.js';

/** A command to run, or the exit code when help or the version was all that was asked for. */
export type ParsedLine =
  | { readonly kind: 'command'; readonly command: CommandSpec; readonly invocation: Invocation }
  | { readonly kind: 'finished'; readonly exitCode: ExitCode };

/** @throws UserError naming every unknown option and every missing or superfluous argument. */
export function parseCommandLine(
  argv: readonly string[],
  specs: readonly CommandSpec[],
  terminal: Terminal,
): ParsedLine {
  let parsed: ParsedLine | undefined;
  const program = createProgram(specs, terminal, (spec, command) => {
    parsed = { kind: 'command', command: spec, invocation: readInvocation(argv, spec, command) };
  });
  if (argv.length === 0) {
    terminal.err(program.helpInformation());
    return { kind: 'finished', exitCode: EXIT.badInput };
  }
  const words = helpAsOption(argv);
  checkFirstWord(words[0] ?? '', specs);
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new UserError([commanderIssue(error)]);
  }
  return parsed ?? { kind: 'finished', exitCode: EXIT.done };
}

function createProgram(
  specs: readonly CommandSpec[],
  terminal: Terminal,
  chosen: (spec: CommandSpec, command: Command) => void,
): Command {
  const program = new Command('sealsim')
    .description('Simulates the scheduling of confidential LLM inference: no GPU needed.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: () => {} })
    .version(packageInfo().version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}` })
    .addHelpText('after', '\nEvery command has its own --help, with examples.');
  for (const spec of specs) {
    const command = program.command(spec.name);
    describeCommand(command, spec);
    command.action(() => chosen(spec, command));
  }
  return program;
}

function describeCommand(command: Command, spec: CommandSpec): void {
  command
    .description(spec.summary)
    .usage([...spec.arguments.map(argumentUsage), '[options]'].join(' '))
    // Left to readInvocation, which reports all of them at once.
    .allowUnknownOption()
    .allowExcessArguments();
  for (const argument of spec.arguments) {
    // Declared optional whatever they are: a missing one is reported in our form.
    const name = argument.variadic ? `${argument.name}...` : argument.name;
    command.argument(`[${name}]`, describeArgument(argument));
  }
  for (const option of spec.options) command.addOption(commanderOption(option));
  const examples = spec.examples.map((line) => `  ${line}`).join('\n');
  command.addHelpText('after', `\nExamples:\n${examples}`);
}

function argumentUsage({ name, required, variadic }: ArgumentSpec): string {
  const shown = variadic ? `${name}…` : name;
  return required ? shown : `[${shown}]`;
}

function describeArgument({ description, choices }: ArgumentSpec): string {
  return choices.length === 0 ? description : `${description}: ${choices.join(', ')}`;
}

function commanderOption({ flag, value, description, repeats }: OptionSpec): Option {
  const option = new Option(value === null ? flag : `${flag} <${value}>`, description);
  if (!repeats) return option;
  return option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
}

function readInvocation(argv: readonly string[], spec: CommandSpec, command: Command): Invocation {
  const options = new Map<string, readonly string[]>();
  for (const { flag } of spec.options) {
    const value: unknown = command.getOptionValue(new Option(flag).attributeName());
    if (value === true) options.set(flag, []);
    else if (Array.isArray(value)) options.set(flag, value);
    else if (typeof value === 'string') options.set(flag, [value]);
  }
  const issues = [...unknownOptions(argv, spec, command), ...argumentProblems(spec, command)];
  if (issues.length > 0) throw new UserError(issues);
  return new Invocation(argv, command.args, options);
}

function unknownOptions(
  argv: readonly string[],
  spec: CommandSpec,
  command: Command,
): readonly Issue[] {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const known = [...spec.options.map(({ flag }) => flag), '--help'];
  return command.args
    .filter((word) => word.startsWith('-') && word !== '-' && words.includes(word))
    .map((word) => {
      const [flag = ''] = word.split('=');
      const expected = `an option of sealsim ${spec.name}`;
      return optionIssue(flag, expected, 'an unknown one', didYouMean(flag, known));
    });
}

function argumentProblems(spec: CommandSpec, command: Command): readonly Issue[] {
  const given = command.args;
  // The value of an unknown option looks like an argument: counting them would mislead.
  if (given.some((word) => word.startsWith('-') && word !== '-')) return [];
  const issues: Issue[] = [];
  spec.arguments.forEach((argument, position) => {
    const word = given[position];
    if (word === undefined) {
      if (argument.required)
        issues.push(optionIssue(argument.name, argument.description, 'nothing'));
    } else if (argument.choices.length > 0 && !argument.choices.includes(word)) {
      issues.push(wrongChoice(argument, word));
    }
  });
  if (!spec.arguments.some(({ variadic }) => variadic)) {
    for (const word of given.slice(spec.arguments.length)) {
      issues.push(optionIssue(word, 'no further argument', 'one too many'));
    }
  }
  return issues;
}

function wrongChoice({ name, choices }: ArgumentSpec, word: string): Issue {
  const expected = `one of ${choices.join(', ')}`;
  return optionIssue(name, expected, JSON.stringify(word), didYouMean(word, choices));
}

/** `help run` is `run --help`. */
function helpAsOption(argv: readonly string[]): readonly string[] {
  const [first, ...rest] = argv;
  return first === 'help' ? [...rest, '--help'] : argv;
}

/** The first word is a command, or an option of `sealsim` itself. */
function checkFirstWord(word: string, specs: readonly CommandSpec[]): void {
  const known = [...specs.map(({ name }) => name), 'help', '--help', '-h', '--version'];
  if (known.includes(word)) return;
  const hint = didYouMean(word, known) ?? 'sealsim --help lists them';
  throw new UserError([optionIssue('sealsim', 'a command', JSON.stringify(word), hint)]);
}

/** What is left to commander: an option without its value. */
function commanderIssue(error: CommanderError): Issue {
  const [, flag = 'sealsim', value = 'value'] =
    /'(--?[\w-]+)(?: <([^>]+)>)?/.exec(error.message) ?? [];
  if (error.code === 'commander.optionMissingArgument') {
    return optionIssue(flag, `a value (${value})`, 'nothing');
  }
  return optionIssue(flag, 'a valid command line', error.message.replace(/^error: /, ''));
}
