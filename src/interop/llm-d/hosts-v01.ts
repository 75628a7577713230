import type { ServingGroup } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';
import { groupHosts, type Host, ROLE_NAMES, readParallelism, roleOf } from './hosts.js';
import { joinedNames } from './joined-names.js';
import { peek } from './peek.js';

/** How a model is served. */
export interface ReadServing {
  readonly gpu: string | null;
  readonly serving: readonly ServingGroup[];
  readonly notes: readonly string[];
}

/**
 * `host` of v0.1: a list of roles and a list of accelerators, with an entry for each replica.
 * @returns null when there is none: benchmarks of a system that was already there know no host.
 */
export function readHosts(scenario: Fields): ReadServing | null {
  const host = scenario.mapping('host');
  if (host === null) return null;
  const roles = readRoles(host);
  if (!host.has('accelerator')) host.missing('accelerator', 'a list of mappings');
  const accelerators = host.mappings('accelerator') ?? [];
  checkLengths(scenario, host, roles.length, accelerators.length);
  const hosts = roles.flatMap((role, at): readonly Host[] => {
    const accelerator = accelerators[at];
    if (accelerator === undefined) return [];
    const parallelism = readParallelism(accelerator);
    const count = accelerator.number('count', { what: 'GPUs', integer: true, least: 0 });
    return [{ role, replicas: 1, parallelism, accelerators: count }];
  });
  const gpu = joinedNames(
    accelerators.map((each) => each.text('model')),
    'GPUs',
  );
  const { serving, notes } = groupHosts(hosts);
  return { gpu: gpu.name, serving, notes: [...gpu.notes, ...notes] };
}

function readRoles(host: Fields): readonly ServingGroup['role'][] {
  const types = host.raw('type');
  const expected = `a list of ${ROLE_NAMES}`;
  if (types === null) host.missing('type', expected);
  const roles = Array.isArray(types) ? types.map(roleOf) : [];
  const known = roles.filter((role) => role !== null);
  const isList = Array.isArray(types) && known.length === roles.length;
  if (types !== null && !isList) host.reject('type', expected);
  const replicas = known.filter((role) => role === 'replica').length;
  if (replicas > 0 && replicas < known.length) {
    host.reject('type', 'replica only, or prefill and decode');
  }
  return known;
}

/** Lists of a host belong together, entry by entry. */
function checkLengths(scenario: Fields, host: Fields, roles: number, accelerators: number): void {
  const expected = (length: number) => `a list as long as host.type, ${roles} and not ${length}`;
  if (host.has('accelerator') && host.has('type') && accelerators !== roles) {
    host.reject('accelerator', expected(accelerators));
  }
  const engines = peek(scenario.raw('platform'), 'engine');
  if (host.has('type') && Array.isArray(engines) && engines.length !== roles) {
    scenario.mapping('platform')?.reject('engine', expected(engines.length));
  }
}
