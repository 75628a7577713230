import type { Issue } from '../../errors.js';
import { descriptionDifferences } from '../../experiment/store/description-difference.js';
import { blockKey, type Conflict, joinParts } from '../../experiment/store/join-parts.js';
import { inShard } from '../../experiment/store/shard.js';
import type { Shard, SweepDescription } from '../../experiment/store/types.js';
import { cellName } from '../../experiment/sweep/run/cell-name.js';
import { cellGroups } from '../../experiment/sweep/run/groups.js';
import { missingBlocks } from '../../experiment/sweep/run/missing-blocks.js';
import { fileIssue } from '../../host/file-errors.js';
import type { StoredBlock, StoredBlocks } from '../../host/stored-blocks.js';
import { shardName } from '../../host/sweep-folder-problem.js';
import type { OpenedResults } from '../../host/sweep-results.js';
import { optionIssue } from '../invocation.js';

/** So many cells are named when results of them are missing. */
const MOST_NAMED = 5;

/** A block and the folder that has it. */
export interface FoundBlock {
  readonly block: StoredBlock;
  readonly part: OpenedResults;
}

/**
 * All blocks of a sweep from folders that hold parts of it.
 * @param issues gets what is wrong: parts of other sweeps or that contradict each other, and what
 *   none of them has.
 */
export function joinResults(
  description: SweepDescription,
  opened: readonly OpenedResults[],
  issues: Issue[],
): readonly FoundBlock[] {
  const foreign = opened.flatMap((part) => foreignProblem(description, part));
  issues.push(...foreign);
  if (foreign.length > 0) return [];
  const parts = opened.map((part) => ({
    part,
    folder: part.results.folder,
    blocks: wholeBlocks(part.blocks),
  }));
  const { blocks, conflicts } = joinParts(parts);
  issues.push(...conflicts.map((conflict) => conflictIssue(description, conflict)));
  const missing = missingBlocks(description, (block) => blocks.get(blockKey(block))?.block);
  if (missing.length > 0) {
    const cells = [...new Set(missing.map(({ cell }) => cell))];
    issues.push(optionIssue('DIR', 'the whole sweep', missingText(description, opened, cells)));
  }
  return [...blocks.values()].map(({ block, part }) => ({ block, part: part.part }));
}

/** A block without the files that are kept beside it is as good as none. */
function wholeBlocks(blocks: StoredBlocks): readonly StoredBlock[] {
  return [...blocks].filter((block) => blocks.isWhole(block));
}

function foreignProblem(
  description: SweepDescription,
  { results }: OpenedResults,
): readonly Issue[] {
  const differences = descriptionDifferences(results.description, description);
  if (differences.length === 0) return [];
  const got = `another one: ${differences.join(', ')}`;
  return [fileIssue(results.folder, 'a part of the same sweep as the first folder', got)];
}

function conflictIssue(description: SweepDescription, conflict: Conflict): Issue {
  const { parts, cell, replication } = conflict;
  const place = `${cellName(description, cell)}, replication ${replication}`;
  return fileIssue(parts[1], `what ${parts[0]} holds of ${place}`, 'something else');
}

/** Shards that nobody gave are named as such, other cells one by one. */
function missingText(
  description: SweepDescription,
  opened: readonly OpenedResults[],
  cells: readonly number[],
): string {
  const absent = absentShards(opened);
  const groups = cellGroups(description);
  const groupOf = new Map(groups.flatMap((group, at) => group.cells.map((cell) => [cell, at])));
  const isAbsent = (cell: number): boolean =>
    absent.some((shard) => inShard(groupOf.get(cell) ?? 0, shard));
  const others = cells.filter((cell) => !isAbsent(cell));
  const named = others.slice(0, MOST_NAMED).map((cell) => cellName(description, cell));
  const more = others.length - named.length;
  const what = [
    ...absent.map((shard) => shardName(shard)),
    ...named,
    ...(more > 0 ? [`${more} more cells`] : []),
  ];
  return `no results, or not all, of ${what.join(', ')}`;
}

/** Shards of which there is no folder; none if the folders are not shards of one division. */
function absentShards(opened: readonly OpenedResults[]): readonly Shard[] {
  const shards = opened.flatMap(({ shard }) => (shard === null ? [] : [shard]));
  const of = shards[0]?.of ?? 0;
  if (shards.length < opened.length || shards.some((shard) => shard.of !== of)) return [];
  const given = new Set(shards.map(({ number }) => number));
  return Array.from({ length: of }, (_, at) => ({ number: at + 1, of })).filter(
    ({ number }) => !given.has(number),
  );
}
