import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Complete, RootCommand } from '@bomb.sh/tab';
import type { ArgumentSpec, CommandSpec, Completes, OptionSpec } from './command-spec.js';
import { COMMANDS } from './commands/index.js';
import { EXIT, type ExitCode } from './exit-code.js';

/**
 * Answers a shell that asks what may stand where the cursor is: one candidate a line, then a
 * directive. The scripts of `sealsim completion` call it as `sealsim complete -- WORD…`.
 * @param words the words after `sealsim`; the last one is being typed and may be empty.
 */
export async function complete(words: readonly string[]): Promise<ExitCode> {
  const current = words.at(-1) ?? '';
  const option = COMMANDS.flatMap(({ options }) => options).find(
    ({ flag }) => flag === words.at(-2),
  );
  if (option?.completes === 'setting') await completeSetting(current);
  else completeWord(words, current);
  return EXIT.done;
}

/** `path=value` is one word to the shell; tab's own rule for `=` is for `--flag=value`. */
async function completeSetting(current: string): Promise<void> {
  const { settingCandidates } = await import('./completion-settings.js');
  for (const candidate of settingCandidates(current)) console.log(candidate);
  // No file names; no space after `path=`.
  console.log(':6');
}

function completeWord(words: readonly string[], current: string): void {
  const root = new RootCommand();
  for (const spec of COMMANDS) addCommand(root, spec, current);
  // An empty last word is how tab is told that a new word begins.
  root.parse([...words]);
}

function addCommand(root: RootCommand, spec: CommandSpec, current: string): void {
  const command = root.command(spec.name, spec.summary);
  for (const argument of spec.arguments) {
    const offer = (found: Complete) => offerValues(argument, current, found);
    command.argument(argument.name, offer, argument.variadic);
  }
  for (const option of spec.options) addOption(command, option, current);
  command.option('help', 'print help');
}

function addOption(
  command: ReturnType<RootCommand['command']>,
  { flag, value, description, completes }: OptionSpec,
  current: string,
): void {
  const name = flag.replace(/^--/, '');
  if (value === null) command.option(name, description);
  else command.option(name, description, (found) => offerFiles(completes, current, found));
}

function offerValues(argument: ArgumentSpec, current: string, found: Complete): void {
  for (const choice of argument.choices) found(choice, argument.description);
  if (argument.choices.length === 0) offerFiles(argument.completes, current, found);
}

const SUFFIXES: Readonly<Partial<Record<Completes, readonly string[]>>> = {
  scenario: ['.yaml', '.yml'],
  sweep: ['.yaml', '.yml'],
  claims: ['.yaml', '.yml'],
};

/** Files below the folder that the current word names so far, and the folders on the way. */
function offerFiles(completes: Completes, current: string, found: Complete): void {
  const suffixes = SUFFIXES[completes];
  const folder = current.endsWith('/') ? current : dirname(current);
  for (const entry of readFolder(folder)) {
    const path =
      folder === '.' && !current.startsWith('./') ? entry.name : join(folder, entry.name);
    const shown = current.startsWith('./') && !path.startsWith('./') ? `./${path}` : path;
    if (entry.isDirectory()) found(`${shown}/`, 'folder');
    else if (suffixes?.some((suffix) => entry.name.endsWith(suffix)) ?? true) found(shown, 'file');
  }
}

function readFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  } catch {
    return [];
  }
}
