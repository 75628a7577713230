import type { Measurement, OfferedLoad, ServingGroup } from '../../analysis/measurement.js';
import { modelSizeB } from '../../analysis/model-size.js';
import type { Fields } from '../document/fields.js';
import { readCounts } from './counts.js';
import { readDuration } from './duration.js';
import { groupHosts, type Host, ROLE_NAMES, readParallelism, roleOf } from './hosts.js';
import type { ReadServing } from './hosts-v01.js';
import { joinedNames } from './joined-names.js';
import { readLatencies, understoodLatencies } from './latencies.js';
import { readLimit, readRate } from './offered-load.js';
import { OWN_KEY, withOwnPart } from './own-part.js';
import { peek } from './peek.js';
import { POWER_NOTE, readStatistic } from './statistics.js';
import { readTeeMode } from './tee-mode.js';

/**
 * A benchmark report v0.2 or v0.2.1. The schema requires little; what is not there is unknown.
 * @param blank what is known of the report before.
 */
export function readReport02(root: Fields, blank: Measurement): Measurement {
  const run = root.requiredMapping('run');
  const results = root.requiredMapping('results');
  const scenario = root.mapping('scenario');
  const load = scenario?.mapping('load') ?? null;
  const components = scenario?.mappings('stack') ?? [];
  const engines = components.flatMap(engineOf);
  const { tool, version, offered } = readLoad02(load);
  const stack = readStack(engines);
  const tee = readTeeMode(teePlaces(run, load, components));
  const performance = results?.mapping('request_performance')?.mapping('aggregate') ?? null;
  const names = engines.map((engine) => engine.requiredMapping('model')?.text('name') ?? null);
  const model = joinedNames(engines.length > 0 ? names : [modelOfLoad(load)], 'models');
  const own = ownPart(components);
  const meant = own === null ? tool : OWN_KEY;
  const measured = performance === null ? null : readPerformance(performance, meant);
  const report = {
    ...blank,
    source: { ...blank.source, tool: tool !== null && version ? `${tool} ${version}` : tool },
    teeMode: tee.teeMode,
    model: model.name,
    modelSizeB: model.notes.length > 0 ? null : modelSizeB(model.name ?? ''),
    gpu: stack.gpu,
    serving: stack.serving,
    load: offered ?? blank.load,
    durationSeconds: duration(run),
    ...measured,
    notes: [
      ...blank.notes,
      ...model.notes,
      // What is odd about counts, sealsim says in its own part.
      ...(own?.has('serving') ? [] : stack.notes),
      ...tee.notes,
      ...(measured?.notes ?? ['no results of requests in it']),
      ...powerNotes(results),
    ],
  };
  return own === null ? report : withOwnPart(report, own);
}

/** What sealsim itself wrote; null in a report of others. */
function ownPart(components: readonly Fields[]): Fields | null {
  const component = components.find((each) => peek(each.raw('native'), 'config', OWN_KEY) !== null);
  return component?.mapping('native')?.mapping('config')?.mapping(OWN_KEY) ?? null;
}

function powerNotes(results: Fields | null): readonly string[] {
  const components = peek(results?.raw('observability'), 'components');
  const hasPower =
    Array.isArray(components) &&
    components.some((each) => peek(each, 'aggregate', 'power_consumption') !== null);
  return hasPower ? [POWER_NOTE] : [];
}

/** Of a system that was there already only the tool that loads it knows the model. */
function modelOfLoad(load: Fields | null): string | null {
  const native = load?.raw('native');
  const places = [
    ['args', 'model'],
    ['config', 'model'],
    ['config', 'server', 'model_name'],
  ];
  const name = places.map((keys) => peek(native, ...keys)).find((each) => typeof each === 'string');
  return typeof name === 'string' ? name : null;
}

function duration(run: Fields | null): number | null {
  const time = run?.mapping('time') ?? null;
  return time === null ? null : readDuration(time, 'duration');
}

/** What stands for a model that is served; null for a router, say. */
function engineOf(component: Fields): readonly Fields[] {
  const standardized = component.mapping('standardized');
  return standardized?.raw('kind') === 'inference_engine' ? [standardized] : [];
}

function readStack(engines: readonly Fields[]): ReadServing {
  const names: (string | null)[] = [];
  const hosts = engines.flatMap((engine): readonly Host[] => {
    const role = readRole(engine);
    const accelerator = engine.requiredMapping('accelerator');
    const replicas = engine.requiredNumber('replicas', {
      what: 'replicas',
      integer: true,
      least: 1,
    });
    names.push(accelerator?.text('model') ?? null);
    if (role === null || accelerator === null || replicas === null) return [];
    const parallelism = readParallelism(accelerator);
    const count = accelerator.number('count', { what: 'GPUs', integer: true, least: 0 });
    return [{ role, replicas, parallelism, accelerators: count }];
  });
  checkRoles(engines, hosts);
  const gpu = joinedNames(names, 'GPUs');
  const { serving, notes } = groupHosts(hosts);
  return { gpu: gpu.name, serving, notes: [...gpu.notes, ...notes] };
}

function readRole(engine: Fields): ServingGroup['role'] | null {
  const role = roleOf(engine.raw('role'));
  if (role !== null) return role;
  if (engine.has('role')) engine.reject('role', ROLE_NAMES);
  else engine.missing('role', ROLE_NAMES);
  return null;
}

function checkRoles(engines: readonly Fields[], hosts: readonly { role: ServingGroup['role'] }[]) {
  const replicas = hosts.filter(({ role }) => role === 'replica').length;
  if (replicas === 0 || replicas === hosts.length) return;
  const odd = engines.find((engine) => engine.raw('role') !== engines[0]?.raw('role'));
  odd?.reject('role', 'replica in all of the stack, or prefill and decode');
}

function readLoad02(load: Fields | null): {
  readonly tool: string | null;
  readonly version: string | null;
  readonly offered: OfferedLoad | null;
} {
  const standard = load?.mapping('standardized') ?? null;
  if (standard === null) return { tool: null, version: null, offered: null };
  const length = (key: string): number | null =>
    // Tools that do not know a length write 0 or −1.
    positive(standard.mapping(key)?.number('value', { what: 'tokens' }) ?? null);
  const args = load?.mapping('native')?.mapping('args') ?? null;
  const rate = readRate(standard, 'rate_qps');
  return {
    tool: standard.text('tool'),
    version: standard.text('tool_version'),
    offered: {
      concurrency: readLimit(standard, 'concurrency'),
      requestsPerSecond: rate ?? (args === null ? null : readRate(args, 'request_rate')),
      inputTokens: length('input_seq_len'),
      outputTokens: length('output_seq_len'),
    },
  };
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}

function teePlaces(
  run: Fields | null,
  load: Fields | null,
  components: readonly Fields[],
): readonly unknown[] {
  const keywords = run?.raw('keywords');
  const natives = [load, ...components].map((each) => each?.raw('native'));
  return [
    ...(Array.isArray(keywords) ? keywords : []),
    ...natives.flatMap((native) => ['args', 'envars', 'config'].map((key) => peek(native, key))),
  ];
}

function readPerformance(aggregate: Fields, tool: string | null) {
  const requests = aggregate.mapping('requests');
  const latency = aggregate.mapping('latency');
  const rates = aggregate.mapping('throughput');
  const lengths = (key: string) => requests && readStatistic(requests, key, 'count');
  const outputTokens = lengths('output_length');
  const latencies =
    latency && understoodLatencies(latency, readLatencies(latency, false), outputTokens, tool);
  const rate = (key: string, quantity: 'token rate' | 'request rate') =>
    (rates && readStatistic(rates, key, quantity))?.mean ?? null;
  return {
    inputTokens: lengths('input_length'),
    outputTokens,
    ...(requests !== null && { requests: readCounts(requests) }),
    ...(latencies !== null && { latencies: latencies.latencies }),
    throughput: {
      requestsPerSecond: rate('request_rate', 'request rate'),
      inputTokensPerSecond: rate('input_token_rate', 'token rate'),
      outputTokensPerSecond: rate('output_token_rate', 'token rate'),
      totalTokensPerSecond: rate('total_token_rate', 'token rate'),
    },
    notes: latencies?.notes ?? [],
  };
}
