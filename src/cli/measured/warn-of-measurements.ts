import type { Terminal } from '../terminal.js';
import type { LoadedMeasurements } from './measurements.js';

/** More would bury what matters. */
const MOST_LINES = 20;

/**
 * Says on stderr what was left out or changed when measurements were read, which files hold none,
 * and which of their numbers contradict one another; what holds for many files, once.
 */
export function warnOfMeasurements(terminal: Terminal, loaded: LoadedMeasurements): void {
  const lines = [...loaded.warnings, ...notReadOf(loaded), ...notesOf(loaded)];
  for (const line of lines.slice(0, MOST_LINES)) terminal.err(`${line}\n`);
  const more = lines.length - MOST_LINES;
  if (more > 0) terminal.err(`… and ${more} more of such lines\n`);
}

/** Each note once, with the first measurement that has it. */
function notesOf({ measurements }: LoadedMeasurements): readonly string[] {
  const notes = new Map<string, string[]>();
  for (const { id, notes: told } of measurements) {
    for (const note of new Set(told)) notes.set(note, [...(notes.get(note) ?? []), id]);
  }
  return [...notes].map(([note, [first = '', ...others]]) =>
    others.length === 0 ? `${first}: ${note}` : `${first} and ${others.length} more: ${note}`,
  );
}

function notReadOf({ notRead: [first, ...others] }: LoadedMeasurements): readonly string[] {
  if (first === undefined) return [];
  const which = others.length === 0 ? first : `${first} and ${others.length} more`;
  return [`${which}: not read: no results of a benchmark in a form that is known`];
}
