import { type Command, CommanderError, Option } from 'commander';
import type { Issue } from '../errors.js';
import { UserError } from '../errors.js';
import { didYouMean } from '../suggest.js';
import { createProgram } from './command-program.js';
import type { ArgumentSpec, CommandSpec } from './command-spec.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { Invocation, optionIssue } from './invocation.js';
import type { Terminal } from './terminal.js';

/** A command to run, or the exit code when help or the version was all that was asked for. */
export type ParsedLine =
  | { readonly kind: 'command'; readonly command: CommandSpec; readonly invocation: Invocation }
  | { readonly kind: 'finished'; readonly exitCode: ExitCode };

/**
 * Takes a command line apart. What is wrong with its words is left to a command that can still tell
 * which scenario is meant, to be reported with the scenario's problems.
 * @throws UserError naming every unknown option, every missing value and every missing or
 *   superfluous argument, otherwise.
 */
export function parseCommandLine(
  argv: readonly string[],
  specs: readonly CommandSpec[],
  terminal: Terminal,
): ParsedLine {
  if (argv.length === 0) {
    terminal.err(createProgram(specs, terminal, () => {}).helpInformation());
    return { kind: 'finished', exitCode: EXIT.badInput };
  }
  const words = helpAsOption(argv);
  checkFirstWord(words[0] ?? '', specs);
  // After a lone `--`, words are arguments whatever they look like.
  const end = words.indexOf('--');
  const tail = end < 0 ? [] : words.slice(end + 1);
  const { chosen, issues } = parseWords(end < 0 ? words : words.slice(0, end), specs, terminal);
  if (chosen === undefined) {
    if (issues.length > 0) throw new UserError(issues);
    return { kind: 'finished', exitCode: EXIT.done };
  }
  const invocation = readInvocation({ argv, tail, issues }, chosen);
  return { kind: 'command', command: chosen.spec, invocation };
}

/** A command and what the parser found for it. */
interface Chosen {
  readonly spec: CommandSpec;
  readonly command: Command;
}

/** The parser stops at an option whose value is missing, which can only be the last word. */
function parseWords(
  words: readonly string[],
  specs: readonly CommandSpec[],
  terminal: Terminal,
): { readonly chosen: Chosen | undefined; readonly issues: readonly Issue[] } {
  let chosen: Chosen | undefined;
  const program = createProgram(specs, terminal, (spec, command) => {
    chosen = { spec, command };
  });
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { chosen, issues: [] };
    const issue = commanderIssue(error);
    if (error.code !== MISSING_VALUE) return { chosen, issues: [issue] };
    const rest = parseWords(words.slice(0, -1), specs, terminal);
    return { chosen: rest.chosen, issues: [...rest.issues, issue] };
  }
  return { chosen, issues: [] };
}

/** A command line, the words of it that come after `--`, and what is wrong with it so far. */
interface Line {
  readonly argv: readonly string[];
  readonly tail: readonly string[];
  readonly issues: readonly Issue[];
}

function readInvocation({ argv, tail, issues }: Line, { spec, command }: Chosen): Invocation {
  const options = new Map<string, readonly string[]>();
  for (const { flag } of spec.options) {
    const value: unknown = command.getOptionValue(new Option(flag).attributeName());
    if (value === true) options.set(flag, []);
    else if (Array.isArray(value)) options.set(flag, value);
  }
  const head = command.args;
  const found = [
    ...unknownOptions(head, spec),
    ...valueProblems(options, spec),
    ...argumentProblems(head, tail, spec),
    ...issues,
  ];
  if (found.length > 0 && !isCertain(head, tail, spec)) throw new UserError(found);
  return new Invocation(argv, [...head, ...tail], options, found);
}

function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

/** Whether the words leave no doubt which scenarios are meant. */
function isCertain(head: readonly string[], tail: readonly string[], spec: CommandSpec): boolean {
  const [first] = spec.arguments;
  if (first?.completes !== 'scenario' && first?.completes !== 'sweep') return false;
  // What follows an unknown option may be its value.
  const doubtful = head.findIndex(isOption);
  if (doubtful < 0) return head.length + tail.length > 0;
  const rest = [...head.slice(doubtful), ...tail];
  return doubtful > 0 && !(first.variadic && rest.some((word) => !isOption(word)));
}

function unknownOptions(head: readonly string[], spec: CommandSpec): readonly Issue[] {
  const known = [...spec.options.map(({ flag }) => flag), '--help'];
  return head.filter(isOption).map((word) => {
    const [flag = ''] = word.split('=');
    const expected = `an option of sealsim ${spec.name}`;
    return optionIssue(flag, expected, 'an unknown one', didYouMean(flag, known));
  });
}

/** Values that would be ignored, and options that were taken for values. */
function valueProblems(
  options: ReadonlyMap<string, readonly string[]>,
  spec: CommandSpec,
): readonly Issue[] {
  const known = spec.options.map(({ flag }) => flag);
  return spec.options.flatMap(({ flag, value, repeats }) => {
    const values = options.get(flag) ?? [];
    const issues = values
      .filter((text) => known.includes(text))
      .map((text) => optionIssue(flag, `a value (${value})`, `the option ${text}`));
    if (repeats || values.length < 2) return issues;
    return [...issues, optionIssue(flag, 'one value', values.join(' and '))];
  });
}

function argumentProblems(
  head: readonly string[],
  tail: readonly string[],
  spec: CommandSpec,
): readonly Issue[] {
  // The value of an unknown option looks like an argument: counting from there on would mislead.
  const doubtful = head.findIndex(isOption);
  const given = doubtful < 0 ? [...head, ...tail] : head.slice(0, doubtful);
  const issues: Issue[] = [];
  spec.arguments.forEach((argument, position) => {
    const word = given[position];
    if (word === undefined) {
      if (argument.required && doubtful < 0) {
        issues.push(optionIssue(argument.name, argument.description, 'nothing'));
      }
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

const MISSING_VALUE = 'commander.optionMissingArgument';

/** What is left to commander: an option without its value. */
function commanderIssue(error: CommanderError): Issue {
  const [, flag = 'sealsim', value = 'value'] =
    /'(--?[\w-]+)(?: <([^>]+)>)?/.exec(error.message) ?? [];
  if (error.code === MISSING_VALUE) {
    return optionIssue(flag, `a value (${value})`, 'nothing');
  }
  return optionIssue(flag, 'a valid command line', error.message.replace(/^error: /, ''));
}
