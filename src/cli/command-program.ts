import { Command, Option } from 'commander';
import { packageInfo } from '../host/package-root.js';
import type { ArgumentSpec, CommandSpec, OptionSpec } from './command-spec.js';
import type { Terminal } from './terminal.js';

/**
 * The commands as the parser wants them. It splits words and prints help; what is wrong with the
 * words is left to its caller.
 * @param chosen called with the command that a line names.
 */
export function createProgram(
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

function commanderOption({ flag, value, description }: OptionSpec): Option {
  const option = new Option(value === null ? flag : `${flag} <${value}>`, description);
  if (value === null) return option;
  // Every value is kept: a second one of an option that takes one is reported.
  return option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
}
