import type { ArgumentSpec, OptionSpec } from '../command-spec.js';

/** Arguments and options that several commands have. */

export const SCENARIO: ArgumentSpec = {
  name: 'SCENARIO',
  description: 'a scenario file (YAML)',
  required: true,
  variadic: false,
  choices: [],
  completes: 'scenario',
};

export const SET: OptionSpec = {
  flag: '--set',
  value: 'path=value',
  description: 'set a value of the scenario, e.g. --set sla.seconds=40 (repeatable)',
  repeats: true,
  completes: 'setting',
};

export const SEED = option('--seed', 'seed', 'the seed, a number or text');

export const REPLICATIONS = option(
  '--replications',
  'n',
  'how often to run it, each time with other random draws',
);

export const OUT = option('--out', 'folder', 'write the results into a folder, all or nothing');

export const FORCE = toggle('--force', 'replace results that are there');

export const JSON_OUTPUT = toggle('--json', 'print one JSON document instead of a table');

/** An option with a value that is given at most once. */
export function option(flag: string, value: string, description: string): OptionSpec {
  return { flag, value, description, repeats: false, completes: 'file' };
}

/** An option without a value. */
export function toggle(flag: string, description: string): OptionSpec {
  return { flag, value: null, description, repeats: false, completes: 'file' };
}
