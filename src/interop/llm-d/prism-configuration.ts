import type { Parallelism, ServingGroup } from '../../analysis/measurement.js';

const ROLES = { P: 'prefill', D: 'decode' } as const;
const KEYS: Readonly<Record<string, keyof Parallelism>> = {
  TP: 'tensor',
  DP: 'data',
  PP: 'pipeline',
  EP: 'expert',
};

/**
 * How a model is served, as prism writes it: `2 TP4` is two replicas over four GPUs each,
 * `3: 2P-TP4 1D-TP8` two of prefill and one of decode, three in all.
 * @returns null when it says something else.
 */
export function readConfiguration(text: string): readonly ServingGroup[] | null {
  const plain = /^(\d+) ([A-Z]\S*)$/.exec(text);
  if (plain !== null) {
    const group = groupOf('replica', plain[1], plain[2]);
    return group === null ? null : [group];
  }
  const split = /^(?:(\d+): )?(\S+(?: \S+)*)$/.exec(text);
  const groups = (split?.[2] ?? '').split(' ').map((part) => {
    const [, count, role, cut] = /^(\d+)([PD])-(\S+)$/.exec(part) ?? [];
    return role === 'P' || role === 'D' ? groupOf(ROLES[role], count, cut) : null;
  });
  const known = groups.filter((group) => group !== null);
  const replicas = known.reduce((sum, group) => sum + group.replicas, 0);
  const said = split?.[1];
  const isWhole =
    known.length === groups.length && (said === undefined || Number(said) === replicas);
  return isWhole ? known : null;
}

function groupOf(
  role: ServingGroup['role'],
  count: string | undefined,
  cut: string | undefined,
): ServingGroup | null {
  const parallelism = { tensor: 1, data: 1, pipeline: 1, expert: 1 };
  if (!/^(?:-?[A-Z]P[1-9]\d*)+$/.test(cut ?? '')) return null;
  for (const [, kind = '', ways] of (cut ?? '').matchAll(/([A-Z]P)(\d+)/g)) {
    const key = KEYS[kind];
    if (key === undefined) return null;
    parallelism[key] = Number(ways);
  }
  const replicas = Number(count);
  const { tensor, data, pipeline } = parallelism;
  return replicas >= 1
    ? { role, replicas, parallelism, gpusPerReplica: tensor * data * pipeline }
    : null;
}
