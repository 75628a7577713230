import type { Fields } from '../document/fields.js';

/** What repetitions may differ in. */
const REPEATED = ['name', 'seed', 'replications'];
/** What is said without being set: the load, and by name. */
const SAID = ['arrivals.rate', 'strategy', 'strategy.name'];

/**
 * What the condition of a run is called: its scenario, its strategy, and what was set besides on
 * the command line, as `quick-start, best-batch, server.memory.residentModels=2`. The rate of
 * arrivals is the load, and the TEE what is compared: neither is part of it.
 */
export function conditionOf(manifest: Fields, scenario: Fields): string {
  const strategy = scenario.peek('strategy', 'name');
  const parts = [
    scenario.text('name') ?? '',
    ...(typeof strategy === 'string' ? [strategy] : []),
    ...setsIn(manifest.texts('command') ?? []).filter(isOwn),
  ];
  return parts.join(', ');
}

/** Of one path the last counts. */
function setsIn(command: readonly string[]): readonly string[] {
  const sets = new Map<string, string>();
  for (const [at, word] of command.entries()) {
    const text = word === '--set' ? command[at + 1] : /^--set=(.*)$/s.exec(word)?.[1];
    if (text !== undefined) sets.set(pathOf(text), text);
  }
  return [...sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
}

function isOwn(set: string): boolean {
  const path = pathOf(set);
  const isOfTee = path === 'tee' || path.startsWith('tee.');
  return !isOfTee && !REPEATED.includes(path) && !SAID.includes(path);
}

function pathOf(set: string): string {
  return set.slice(0, set.indexOf('='));
}

/** The scenario by its parts, as text: equal for repetitions. */
export function settingsOf(scenario: Fields): Readonly<Record<string, string>> {
  const parts = scenario.keys.filter((key) => !REPEATED.includes(key));
  return Object.fromEntries(parts.map((key) => [key, JSON.stringify(scenario.raw(key))]));
}
