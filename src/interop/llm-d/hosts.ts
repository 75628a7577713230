import type { Parallelism, ServingGroup } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';

/** How a model is cut, and over how much. */
export interface HostParallelism extends Parallelism {
  /** Hosts that one replica spans. */
  readonly workers: number;
}

/** Some replicas of one kind, as a report lists them. */
export interface Host {
  readonly role: ServingGroup['role'];
  readonly replicas: number;
  readonly parallelism: HostParallelism;
  /** As counted by the report; null where it does not. */
  readonly accelerators: number | null;
}

const ROLES = ['replica', 'prefill', 'decode'] as const;

/** A role of a report; null, with an issue, when it is none. */
export function roleOf(text: unknown): ServingGroup['role'] | null {
  return ROLES.find((role) => role === text) ?? null;
}

export const ROLE_NAMES = ROLES.join(', ');

/** Reads `parallelism`; what is not said, or null, is 1. */
export function readParallelism(accelerator: Fields): HostParallelism {
  const fields = accelerator.mapping('parallelism');
  const ways = (key: string): number | null =>
    fields?.number(key, { what: 'GPUs, or ways to cut', integer: true, least: 0 }) ?? null;
  // 0 stands for a CPU, which is cut in no way.
  const atLeastOne = (value: number | null): number => Math.max(1, value ?? 1);
  return {
    tensor: atLeastOne(ways('tp')),
    data: atLeastOne(ways('dp')),
    pipeline: atLeastOne(ways('pp')),
    expert: atLeastOne(ways('ep')),
    workers: atLeastOne(ways('workers')),
  };
}

/** Equal hosts together, in order of their first appearance; and what is odd about them. */
export function groupHosts(hosts: readonly Host[]): {
  readonly serving: readonly ServingGroup[];
  readonly notes: readonly string[];
} {
  const groups = new Map<string, ServingGroup>();
  const notes = new Set<string>();
  for (const host of hosts) {
    const { gpus, note } = gpusPerReplica(host);
    if (note !== null) notes.add(note);
    if (gpus === 0) return { serving: [], notes: [...notes] };
    const { tensor, data, pipeline, expert } = host.parallelism;
    const parallelism = { tensor, data, pipeline, expert };
    const key = JSON.stringify([host.role, parallelism, gpus]);
    const replicas = host.replicas + (groups.get(key)?.replicas ?? 0);
    groups.set(key, { role: host.role, replicas, parallelism, gpusPerReplica: gpus });
  }
  return { serving: [...groups.values()], notes: [...notes] };
}

/**
 * GPUs of one replica. A report counts those of one host: llm-d-benchmark writes tp · dp_local
 * (`native_to_br0_1.py`, `native_to_br0_2.py`), so a replica over several hosts has more. Expert
 * parallelism needs none of its own.
 */
function gpusPerReplica({ role, replicas, parallelism, accelerators }: Host): {
  readonly gpus: number;
  readonly note: string | null;
} {
  const { tensor, data, pipeline, workers } = parallelism;
  const needed = tensor * data * pipeline;
  const cut = `tp ${tensor} · dp ${data} · pp ${pipeline}`;
  if (accelerators === null) {
    return { gpus: needed, note: `${role}: accelerators are not counted: taken as ${cut}` };
  }
  if (accelerators === 0) {
    return { gpus: 0, note: `${role}: 0 accelerators are counted: how it was served is left out` };
  }
  if (accelerators === needed) return { gpus: accelerators, note: null };
  if (accelerators * workers === needed) {
    const note = `${role}: ${accelerators} accelerators are those of one of ${workers} hosts: a replica has ${needed}`;
    return { gpus: needed, note };
  }
  if (replicas > 1 && accelerators === needed * replicas) {
    const note = `${role}: ${accelerators} accelerators are those of all ${replicas} replicas: one has ${needed}`;
    return { gpus: needed, note };
  }
  const note = `${role}: ${accelerators} accelerators are counted, but ${cut} needs ${needed}: taken as counted`;
  return { gpus: accelerators, note };
}
