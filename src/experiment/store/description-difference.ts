import type { SweepDescription } from './types.js';

/** How many differences are worth reading when one would do. */
const MOST_NAMED = 6;

/**
 * In words, what tells one sweep from another, most telling first; empty if they are of the same
 * identity.
 * @param found what is there. @param wanted what is asked for.
 */
export function descriptionDifferences(
  found: SweepDescription,
  wanted: SweepDescription,
): readonly string[] {
  if (found.identity === wanted.identity) return [];
  const differences = [
    ...simpleDifference('name', found.name, wanted.name),
    ...simpleDifference('sealsim', found.version, wanted.version),
    ...inputDifferences(found, wanted),
    ...partDifferences(found, wanted),
  ];
  if (differences.length === 0) return ['settings of the scenarios'];
  const more = differences.length - MOST_NAMED;
  return more > 0 ? [...differences.slice(0, MOST_NAMED), `${more} more differences`] : differences;
}

function simpleDifference(what: string, found: string, wanted: string): readonly string[] {
  return found === wanted ? [] : [`${what} ${found}, not ${wanted}`];
}

/** By content: the same file may be named in several ways. */
function inputDifferences(found: SweepDescription, wanted: SweepDescription): readonly string[] {
  const known = new Set(found.inputs.map(({ sha256 }) => sha256));
  return wanted.inputs
    .filter(({ sha256 }) => !known.has(sha256))
    .map(({ what, name }) => `another content of the ${what} ${name}`);
}

function partDifferences(found: SweepDescription, wanted: SweepDescription): readonly string[] {
  const counts = [found.cells.length, wanted.cells.length] as const;
  const parts = [
    ['axes', found.columns, wanted.columns],
    ['replications', found.replications, wanted.replications],
    ['metrics', found.metrics.map(({ path }) => path), wanted.metrics.map(({ path }) => path)],
    ['what cells are compared with', found.pairing, wanted.pairing],
    ['ranking', found.ranking, wanted.ranking],
    ['what is kept', keeps(found), keeps(wanted)],
  ] as const;
  return [
    ...(counts[0] === counts[1] ? [] : [`${counts[0]} cells, not ${counts[1]}`]),
    ...parts.filter(([, a, b]) => !isSame(a, b)).map(([what]) => `other ${what}`),
  ];
}

function keeps(description: SweepDescription): readonly unknown[] {
  return description.cells.map((cell) => cell.keeps);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
