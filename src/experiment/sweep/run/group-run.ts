import { InvariantError } from '../../../errors.js';
import { precisionReached, replicationChecks } from '../../statistics/precision.js';
import type { BlockRecord, SweepDescription } from '../../store/types.js';
import type { Metric, ReplicationPlan } from '../types.js';
import { type Block, blocksOf, replicationsPerBlock } from './blocks.js';
import { type CellGroup, cellGroups } from './groups.js';

/** What the groups of a sweep have in common. */
interface GroupPlan {
  readonly replications: ReplicationPlan;
  readonly metrics: readonly Metric[];
  /** Numbers of replications after which a group is looked at; the last is the most it gets. */
  readonly checks: readonly number[];
  readonly perBlock: number;
}

/**
 * A group of cells on its way: stage by stage it is told what was simulated and says what is to be
 * simulated next. What it says depends on the records alone, not on their order.
 */
export class GroupRun {
  readonly #group: CellGroup;
  readonly #plan: GroupPlan;
  /** Metrics by replication, by cell; kept only where they decide. */
  readonly #values: ReadonlyMap<number, (readonly number[])[]>;
  #stage = 0;
  #missing = 0;

  constructor(group: CellGroup, plan: GroupPlan) {
    this.#group = group;
    this.#plan = plan;
    this.#values = new Map(group.cells.map((cell) => [cell, []]));
  }

  get cells(): readonly number[] {
    return this.#group.cells;
  }

  /** How many replications each cell gets, as far as is known by now. */
  get planned(): number {
    return this.#plan.checks[this.#stage] ?? 0;
  }

  /** What is to be simulated first. */
  begin(): readonly Block[] {
    return this.#blocks(0);
  }

  /**
   * @returns what is to be simulated now that this is known: nothing while other blocks of the
   *   stage are missing; null when the group is finished.
   * @throws InvariantError for a block that is not of the stage.
   */
  add({ cell, from, values }: BlockRecord): readonly Block[] | null {
    const rows = this.#values.get(cell);
    if (rows === undefined) throw new InvariantError('a cell of another group', { cell });
    if (this.#plan.replications.kind === 'precision') {
      values.forEach((row, at) => {
        rows[from + at] = row;
      });
    }
    this.#missing -= values.length;
    if (this.#missing < 0) throw new InvariantError('a block came twice', { cell, from });
    if (this.#missing > 0) return [];
    if (this.#enough()) return null;
    const reached = this.planned;
    this.#stage++;
    return this.#blocks(reached);
  }

  #blocks(from: number): readonly Block[] {
    const { cells } = this.#group;
    const to = this.planned;
    this.#missing = cells.length * (to - from);
    return cells.flatMap((cell) => blocksOf(cell, from, to, this.#plan.perBlock));
  }

  #enough(): boolean {
    const { replications, metrics, checks } = this.#plan;
    if (replications.kind === 'fixed' || this.#stage === checks.length - 1) return true;
    return precisionReached(replications.targets, {
      ...this.#group,
      values: (cell, path) => {
        const at = metrics.findIndex((metric) => metric.path === path);
        return (this.#values.get(cell) ?? []).map((row) => row[at] as number);
      },
    });
  }
}

/**
 * The groups of a sweep, one after the other: a group that is finished need not be kept.
 * @param wanted tells which groups, by their position.
 */
export function* groupRuns(
  description: SweepDescription,
  wanted: (group: number) => boolean,
): Generator<GroupRun> {
  const { replications, metrics, cells } = description;
  const checks =
    replications.kind === 'fixed'
      ? [replications.count]
      : replicationChecks(replications.least, replications.most);
  const perBlock = replicationsPerBlock(cells.length * (checks[0] ?? 0));
  const plan = { replications, metrics, checks, perBlock };
  for (const [position, group] of cellGroups(description).entries()) {
    if (wanted(position)) yield new GroupRun(group, plan);
  }
}
