import type { Measurement, ServingGroup } from '../../analysis/measurement.js';
import { gpuCount } from '../../analysis/measurement.js';
import { modelSizeB } from '../../analysis/model-size.js';
import { GPUS_PER_REPLICA_KEY, PARALLELISM_KEYS, REPLICA_KEYS } from './keys.js';

type Texts = Readonly<Record<string, string>>;

/** What vLLM's result has no place for, as its `--metadata` would write it: every value is text. */
export function metadataOf(measurement: Measurement): Texts {
  const { source, origin, teeMode, model, modelSizeB: size, load, requests, onTime } = measurement;
  const { experiment, condition, repetition } = measurement;
  const facts: Readonly<Record<string, string | number | null>> = {
    tool: source.tool,
    origin,
    experiment,
    condition,
    repetition,
    tee_mode: teeMode,
    model,
    model_size_b: size === modelSizeB(model ?? '') ? null : size,
    input_length: load.inputTokens,
    output_length: load.outputTokens,
    concurrency: load.concurrency,
    incomplete: requests.incomplete,
    sla_seconds: onTime?.slaSeconds ?? null,
    on_time_requests: onTime?.requests ?? null,
  };
  return { ...texts(facts), ...hardwareOf(measurement) };
}

function texts(facts: Readonly<Record<string, string | number | null>>): Texts {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]])),
  );
}

function hardwareOf(measurement: Measurement): Texts {
  const gpus = { gpu: measurement.gpu, num_gpus: gpuCount(measurement) };
  const groups = merged(measurement.serving);
  const isPlain = new Set(groups.map(({ role }) => role)).size === groups.length;
  // Replicas that are cut in several ways: only the number of their GPUs has a place.
  return { ...texts(gpus), ...(isPlain && Object.assign({}, ...groups.map(groupOf))) };
}

/** Groups of one role and cut as one. */
function merged(serving: readonly ServingGroup[]): readonly ServingGroup[] {
  const groups = new Map<string, ServingGroup>();
  for (const group of serving) {
    const { replicas: _, ...cut } = group;
    const key = JSON.stringify(cut);
    const replicas = group.replicas + (groups.get(key)?.replicas ?? 0);
    groups.set(key, { ...group, replicas });
  }
  return [...groups.values()];
}

function groupOf({ role, replicas, parallelism, gpusPerReplica }: ServingGroup): Texts {
  const prefix = role === 'replica' ? '' : `${role}_`;
  const cut = Object.entries(PARALLELISM_KEYS).map(([name, key]) => [
    `${prefix}${key}`,
    parallelism[name as keyof typeof PARALLELISM_KEYS],
  ]);
  return texts({
    [REPLICA_KEYS[role]]: replicas,
    ...Object.fromEntries(cut),
    [`${prefix}${GPUS_PER_REPLICA_KEY}`]: gpusPerReplica,
  });
}
