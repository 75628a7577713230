import { gpuCount, type ServingGroup } from '../measurement.js';

/** Replicas that all do the same, or some that prefill and some that decode. */
export type ConfigurationKind = 'replicas' | 'pd';
export const CONFIGURATION_KINDS: readonly ConfigurationKind[] = ['replicas', 'pd'];

/** How a model is laid out over GPUs. */
export interface Configuration {
  /** `2×TP4`, `1P-TP8 1D-TP8`; other kinds of parallelism where they are not 1: `1×TP4-PP2`. */
  readonly name: string;
  /** Null: not said. */
  readonly kind: ConfigurationKind | null;
  /** What configurations have in common that differ in the number of replicas: `TP4`, `P/D`. */
  readonly family: string;
  /** Of all groups together; null: not said. */
  readonly gpus: number | null;
  /** Orders configurations as people do: by how a replica is cut, then by how many there are. */
  readonly rank: readonly number[];
}

/** What configurations are called of which nothing is known. */
export const NO_CONFIGURATION = 'not said';
/** After every configuration of which something is known. */
const LAST = 3;
const ROLES = ['replica', 'prefill', 'decode'] as const;
const LETTERS = { prefill: 'P', decode: 'D' } as const;

export function configurationOf(serving: readonly ServingGroup[]): Configuration {
  const groups = merged(serving);
  const gpus = gpuCount({ serving });
  const [first] = groups;
  if (first === undefined) {
    return { name: NO_CONFIGURATION, kind: null, family: NO_CONFIGURATION, gpus, rank: [LAST] };
  }
  const isPd = groups.some(({ role }) => role !== 'replica');
  const name = groups.map(groupName).join(isPd ? ' ' : ' + ');
  const family = groups.length === 1 ? replicaName(first) : groups.map(replicaName).join(' + ');
  return {
    name,
    kind: isPd ? 'pd' : 'replicas',
    family: isPd ? 'P/D' : family,
    gpus,
    rank: [isPd ? 2 : 1, ...groups.flatMap(cutOf), ...groups.map(({ replicas }) => replicas)],
  };
}

/** A stable order; of equal ranks by name. */
export function compareConfigurations(a: Configuration, b: Configuration): number {
  const length = Math.max(a.rank.length, b.rank.length);
  for (let at = 0; at < length; at += 1) {
    const difference = (a.rank[at] ?? 0) - (b.rank[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/** Groups that do the same as one, whatever their order in the source. */
function merged(serving: readonly ServingGroup[]): readonly ServingGroup[] {
  const groups = new Map<string, ServingGroup>();
  for (const group of serving) {
    const key = JSON.stringify([group.role, cutOf(group)]);
    const replicas = group.replicas + (groups.get(key)?.replicas ?? 0);
    groups.set(key, { ...group, replicas });
  }
  return [...groups.values()].sort(compareGroups);
}

function compareGroups(a: ServingGroup, b: ServingGroup): number {
  const [left, right] = [a, b].map((group) => [ROLES.indexOf(group.role), ...cutOf(group)]);
  const at = (left ?? []).findIndex((value, index) => value !== right?.[index]);
  return at < 0 ? 0 : (left?.[at] ?? 0) - (right?.[at] ?? 0);
}

function cutOf({ parallelism, gpusPerReplica }: ServingGroup): readonly number[] {
  const { tensor, data, pipeline, expert } = parallelism;
  return [tensor, data, pipeline, expert, gpusPerReplica];
}

function groupName(group: ServingGroup): string {
  const { role, replicas } = group;
  const count = role === 'replica' ? `${replicas}×` : `${replicas}${LETTERS[role]}-`;
  return `${count}${replicaName(group)}`;
}

/** `TP4`, `TP4-DP2`; with its GPUs where these are not what the parallelism needs. */
function replicaName({ parallelism, gpusPerReplica }: ServingGroup): string {
  const { tensor, data, pipeline, expert } = parallelism;
  const others = [
    data === 1 ? '' : `-DP${data}`,
    pipeline === 1 ? '' : `-PP${pipeline}`,
    expert === 1 ? '' : `-EP${expert}`,
    gpusPerReplica === tensor * data * pipeline ? '' : ` (${gpusPerReplica} GPUs)`,
  ];
  return `TP${tensor}${others.join('')}`;
}
