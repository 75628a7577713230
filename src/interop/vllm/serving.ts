import type { Parallelism, ServingGroup } from '../../analysis/measurement.js';
import { GPUS_PER_REPLICA_KEY, PARALLELISM_KEYS, REPLICA_KEYS } from './keys.js';
import type { Metadata } from './metadata.js';

/** What metadata says of the hardware. */
export interface Hardware {
  readonly gpu: string | null;
  readonly serving: readonly ServingGroup[];
}

interface Replicas {
  readonly role: ServingGroup['role'];
  readonly replicas: number;
}

/** `4xNVIDIA_L40S`, `4 x L40S`. */
const COUNTED_GPU = /^(\d+)\s*[x×*]\s*(\S.*)$/i;

/**
 * GPUs and replicas, from metadata alone: vLLM itself does not know them. What is not said is not
 * made up; then `serving` is empty.
 */
export function readHardware(metadata: Metadata, notes: string[]): Hardware {
  const named = metadata.text('gpu', 'accelerator');
  const stated = metadata.count(['num_gpus', 'gpu_count']);
  // Where the number stands by itself, the name is nothing but a name.
  const counted = named === null || stated !== null ? null : COUNTED_GPU.exec(named);
  const gpus = stated ?? (counted === null ? null : Number(counted[1]));
  return { gpu: counted?.[2] ?? named, serving: readServing(metadata, gpus || null, notes) };
}

function readServing(
  metadata: Metadata,
  gpus: number | null,
  notes: string[],
): readonly ServingGroup[] {
  const groups = readReplicas(metadata);
  const said = readParallelism(metadata, '');
  if (groups.length === 0) return oneReplica(gpus, said, notes);
  const replicas = groups.reduce((sum, group) => sum + group.replicas, 0);
  const each = gpus === null ? null : gpus / replicas;
  const cut = groups.map((group) => cutGroup(metadata, group, said, each));
  if (cut.some(({ gpusPerReplica }) => gpusPerReplica === null)) {
    notes.push('replicas: left out, as nothing says on how many GPUs each ran');
    return [];
  }
  if (cut.some(({ gpusPerReplica }) => !Number.isInteger(gpusPerReplica))) {
    notes.push(`replicas: left out, as ${gpus} GPUs cannot be shared by ${replicas} replicas`);
    return [];
  }
  if (cut.length > 1 && cut.some(({ isShare }) => isShare) && each !== 1) {
    notes.push('every replica is taken to have the same number of GPUs');
  }
  const serving = cut.map(({ isShare: _, gpusPerReplica, ...group }) => ({
    ...group,
    gpusPerReplica: gpusPerReplica ?? 1,
  }));
  noteOtherCount(serving, gpus, notes);
  return serving;
}

/** @param each GPUs of a replica if all have the same. */
function cutGroup(
  metadata: Metadata,
  group: Replicas,
  said: Parallelism | null,
  each: number | null,
) {
  const prefix = group.role === 'replica' ? '' : `${group.role}_`;
  const own = prefix === '' ? null : readParallelism(metadata, prefix);
  const parallelism = own ?? said;
  const counted = metadata.count([`${prefix}${GPUS_PER_REPLICA_KEY}`]);
  const known = counted ?? (parallelism === null ? null : gpusOf(parallelism));
  return {
    ...group,
    parallelism: parallelism ?? UNCUT,
    gpusPerReplica: known ?? each,
    isShare: known === null,
  };
}

const UNCUT: Parallelism = { tensor: 1, data: 1, pipeline: 1, expert: 1 };

/** Replicas; a deployment whose prefill has none has replicas that do all the work. */
function readReplicas(metadata: Metadata): readonly Replicas[] {
  const all = metadata.count([REPLICA_KEYS.replica]);
  const prefill = metadata.count([REPLICA_KEYS.prefill], true) ?? 0;
  const decode = metadata.count([REPLICA_KEYS.decode], true) ?? 0;
  if (prefill > 0 && decode > 0) {
    return [
      { role: 'prefill', replicas: prefill },
      { role: 'decode', replicas: decode },
    ];
  }
  const replicas = all ?? prefill + decode;
  return replicas > 0 ? [{ role: 'replica', replicas }] : [];
}

/** @param prefix for prefill and decode, where they are cut differently. */
function readParallelism(metadata: Metadata, prefix: string): Parallelism | null {
  const said = (key: keyof Parallelism): number | null =>
    metadata.count([`${prefix}${PARALLELISM_KEYS[key]}`]);
  const tensor = said('tensor') ?? (prefix === '' ? metadata.count(['tp']) : null);
  const data = said('data');
  const pipeline = said('pipeline');
  const expert = said('expert');
  if (tensor === null && data === null && pipeline === null) return null;
  return { tensor: tensor ?? 1, data: data ?? 1, pipeline: pipeline ?? 1, expert: expert ?? 1 };
}

function gpusOf({ tensor, data, pipeline }: Parallelism): number {
  return tensor * data * pipeline;
}

/** Without a number of replicas: as many as the GPUs make, or one. */
function oneReplica(
  gpus: number | null,
  said: Parallelism | null,
  notes: string[],
): readonly ServingGroup[] {
  if (gpus === null) {
    if (said !== null) notes.push('parallelism: left out, as the number of replicas is not said');
    return [];
  }
  const parallelism = said ?? UNCUT;
  const replicas = said === null ? 1 : gpus / gpusOf(said);
  if (!Number.isInteger(replicas)) {
    notes.push(`GPUs: left out, as ${gpus} cannot be shared by replicas of ${gpusOf(parallelism)}`);
    return [];
  }
  if (said === null && gpus > 1) {
    notes.push(`${gpus} GPUs are taken for one replica, as the number of replicas is not said`);
  }
  return [{ role: 'replica', replicas, parallelism, gpusPerReplica: gpus / replicas }];
}

function noteOtherCount(
  serving: readonly ServingGroup[],
  gpus: number | null,
  notes: string[],
): void {
  const used = serving.reduce((sum, group) => sum + group.replicas * group.gpusPerReplica, 0);
  if (gpus === null || used === gpus) return;
  notes.push(`${used} GPUs by replicas and parallelism are counted; the metadata names ${gpus}`);
}
