import type { Parallelism, ServingGroup } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';

const ROLES = ['replica', 'prefill', 'decode'] as const;
const AT_LEAST_1 = { what: 'a count', least: 1, integer: true } as const;

/** The `serving` of a measurement; empty where there is none. */
export function servingIn(measurement: Fields): readonly ServingGroup[] {
  const groups = (measurement.mappings('serving') ?? []).flatMap(groupIn);
  const replicas = groups.filter(({ role }) => role === 'replica').length;
  if (replicas > 0 && replicas < groups.length) {
    measurement.reject('serving', 'replicas, or prefill and decode, but not both');
  }
  return groups;
}

function groupIn(fields: Fields): readonly ServingGroup[] {
  fields.allow(['role', 'replicas', 'parallelism', 'gpusPerReplica']);
  if (!fields.has('role')) fields.missing('role', ROLES.join(' | '));
  const role = fields.choice('role', ROLES);
  const replicas = fields.requiredNumber('replicas', AT_LEAST_1);
  const parallelism = parallelismIn(fields.mapping('parallelism'));
  const { tensor, data, pipeline } = parallelism;
  const gpusPerReplica = fields.number('gpusPerReplica', AT_LEAST_1) ?? tensor * data * pipeline;
  return role === null || replicas === null
    ? []
    : [{ role, replicas, parallelism, gpusPerReplica }];
}

function parallelismIn(fields: Fields | null): Parallelism {
  fields?.allow(['tensor', 'data', 'pipeline', 'expert']);
  const number = (key: string) => fields?.number(key, AT_LEAST_1) ?? 1;
  return {
    tensor: number('tensor'),
    data: number('data'),
    pipeline: number('pipeline'),
    expert: number('expert'),
  };
}
