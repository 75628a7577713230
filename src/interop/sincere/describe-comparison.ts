import type { Comparison, Difference } from './compare.js';

/** How the logs compare with the tables derived from them, in lines for a reader. */
export function describeComparison(comparison: Comparison): readonly string[] {
  const { runs, requests, batches, differences } = comparison;
  const kinds = new Map<string, Difference[]>();
  for (const difference of differences) {
    const kind = `${difference.field}\n${difference.because}`;
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [difference]);
    else known.push(difference);
  }
  return [
    `against the derived tables: runs ${runs}, requests ${requests}, batches ${batches} compared, ` +
      `differences ${differences.length}`,
    ...[...kinds.values()].flatMap(kindLines),
  ];
}

/** One line for a kind of difference, with the first of them. */
function kindLines(differences: readonly Difference[]): string[] {
  const [first] = differences;
  if (first === undefined) return [];
  const { run, where, field, log, derived, because } = first;
  const count = differences.length === 1 ? '' : `, and ${differences.length - 1} more`;
  return [`${field}: ${run}, ${where}: log ${log}, table ${derived}${count}: ${because}`];
}
