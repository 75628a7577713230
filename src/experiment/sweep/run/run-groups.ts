import type { BlockRecord, BlockResult } from '../../store/types.js';
import type { Block } from './blocks.js';
import type { GroupRun } from './group-run.js';

/** Who simulates, who keeps, and what there is already. */
export interface BlockPorts {
  /** Simulates a block, beside others. */
  run(block: Block): Promise<BlockResult>;
  /** A block that is known already; undefined: to be simulated. */
  found(block: Block): BlockRecord | undefined;
  /** Told of every block that was simulated, as it ends. */
  finished(result: BlockResult): void;
  /** Told of every group that needs nothing more. */
  groupFinished(group: GroupRun): void;
}

/**
 * Simulates groups of cells, block by block.
 * @param atOnce how many blocks are given out at a time. Enough to keep all workers busy, and no
 *   more: blocks given out are what is in memory, and what an interruption loses.
 * @throws what `run` or `finished` throws, at the first failure; blocks under way are left alone.
 */
export function runGroups(
  groups: Iterable<GroupRun>,
  atOnce: number,
  ports: BlockPorts,
): Promise<void> {
  return new Promise((settle, fail) => {
    new Dispatch(groups, atOnce, ports, settle, fail).fill();
  });
}

interface Ready {
  readonly group: GroupRun;
  readonly block: Block;
}

class Dispatch {
  readonly #groups: Iterator<GroupRun>;
  readonly #atOnce: number;
  readonly #ports: BlockPorts;
  readonly #settle: () => void;
  readonly #fail: (error: unknown) => void;
  /** The next one last. */
  readonly #ready: Ready[] = [];
  #underWay = 0;
  #failed = false;

  constructor(
    groups: Iterable<GroupRun>,
    atOnce: number,
    ports: BlockPorts,
    settle: () => void,
    fail: (error: unknown) => void,
  ) {
    this.#groups = groups[Symbol.iterator]();
    this.#atOnce = atOnce;
    this.#ports = ports;
    this.#settle = settle;
    this.#fail = fail;
  }

  /** Gives out as many blocks as may be under way. */
  fill(): void {
    try {
      while (!this.#failed && this.#underWay < this.#atOnce) {
        const ready = this.#next();
        if (ready === undefined) break;
        this.#start(ready);
      }
      if (this.#underWay === 0) this.#settle();
    } catch (error) {
      this.#stop(error);
    }
  }

  /** The next block that is not known already; undefined if there is none for now. */
  #next(): Ready | undefined {
    for (;;) {
      const ready = this.#ready.pop() ?? this.#openGroup();
      if (ready === undefined) return undefined;
      const found = this.#ports.found(ready.block);
      if (found === undefined) return ready;
      this.#add(ready.group, found);
    }
  }

  #openGroup(): Ready | undefined {
    const { value: group, done } = this.#groups.next();
    if (done === true) return undefined;
    this.#push(group, group.begin());
    return this.#ready.pop();
  }

  #push(group: GroupRun, blocks: readonly Block[]): void {
    for (const block of blocks.toReversed()) this.#ready.push({ group, block });
  }

  /** Groups that were begun go on first: what is known of them is in memory. */
  #add(group: GroupRun, record: BlockRecord): void {
    const more = group.add(record);
    if (more === null) this.#ports.groupFinished(group);
    else this.#push(group, more);
  }

  #start({ group, block }: Ready): void {
    this.#underWay++;
    this.#ports.run(block).then(
      (result) => {
        if (this.#failed) return;
        this.#underWay--;
        try {
          this.#ports.finished(result);
          this.#add(group, result.record);
        } catch (error) {
          this.#stop(error);
        }
        this.fill();
      },
      (error) => this.#stop(error),
    );
  }

  #stop(error: unknown): void {
    this.#failed = true;
    this.#fail(error);
  }
}
