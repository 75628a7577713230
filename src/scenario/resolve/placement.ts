import type { DispatchRules, Placement } from '../../serving/batch/config.js';
import { withMeanDurations } from '../../timing/mean-durations.js';
import { createTiming } from '../../timing/timing.js';
import type { WorkloadConfig } from '../../workload/config.js';
import { expectedModelRates } from '../../workload/model-rates.js';
import type { Fields } from '../read-fields.js';
import type { Section } from '../schema.js';
import { valueAt } from '../text/tree.js';
import { type Context, checkModelKeys, report } from './context.js';
import { MOST_PARTITIONED, partition } from './partition.js';
import type { Timing } from './timing.js';

type ServerFields = Fields<Section<'server'>>;
type Pinned = Extract<Section<'server'>['placement'], object>['pinned'];

const PLACE = ['server', 'placement'];

/** Which GPU serves which model; undefined when something of it has problems, or is not known. */
export function resolvePlacement(
  { gpus, placement }: ServerFields,
  models: readonly string[] | undefined,
  durations: Timing | undefined,
  workload: WorkloadConfig | undefined,
  context: Context,
): Placement | undefined {
  if (gpus === undefined || placement === undefined) return undefined;
  if (placement.value === 'free') return { kind: 'free' };
  if (models === undefined) return undefined;
  if (placement.value === 'partitioned') {
    return resolvePartition(gpus.value, models, durations, workload, context);
  }
  return resolvePinned(placement.value.pinned, gpus.value, models, context);
}

function resolvePartition(
  gpus: number,
  models: readonly string[],
  durations: Timing | undefined,
  workload: WorkloadConfig | undefined,
  context: Context,
): Placement | undefined {
  if (models.length > MOST_PARTITIONED) {
    const expected = `free or pinned with more than ${MOST_PARTITIONED} models`;
    report(context, PLACE, expected, `partitioned, and ${models.length} models`);
    return undefined;
  }
  if (durations === undefined || workload === undefined) return undefined;
  return { kind: 'partitioned', ...partition(loadsOf(durations, workload), gpus) };
}

/** What each model asks of one GPU that serves it alone, in its best batches: busy s per s. */
function loadsOf({ timing }: Timing, workload: WorkloadConfig): readonly number[] {
  const mean = createTiming(withMeanDurations(timing));
  return expectedModelRates(workload).map((rate, model) => {
    const best = timing.models[model]?.bestBatch ?? 1;
    const size = Math.max(1, Math.min(best, mean.definedUpTo(model)));
    // Every quantile of a duration without chance is its mean.
    const seconds = mean.batchSeconds(model, size, 0.5) + mean.writeSeconds(size);
    return (rate * seconds) / size;
  });
}

function resolvePinned(
  pinned: Pinned,
  gpus: number,
  models: readonly string[],
  context: Context,
): Placement | undefined {
  const at = [...PLACE, 'pinned'];
  checkModelKeys(context, at, models);
  const lacking = models.filter((name) => !Object.hasOwn(pinned, name));
  if (lacking.length > 0) {
    report(context, at, 'a GPU for each model', `none for ${lacking.join(', ')}`);
  }
  const gpusOf = models.map((name) => {
    const given = Object.hasOwn(pinned, name) ? (pinned[name] ?? []) : [];
    const list = typeof given === 'number' ? [given] : given;
    checkGpus(name, list, gpus, context);
    return list.toSorted((a, b) => a - b);
  });
  const used = new Set(gpusOf.flat());
  const idle = Array.from({ length: gpus }, (_, gpu) => gpu).filter((gpu) => !used.has(gpu));
  if (lacking.length === 0 && idle.length > 0) {
    report(context, at, `a model for each of the ${gpus} GPUs`, `none on ${idle.join(', ')}`);
  }
  return { kind: 'pinned', gpusOf };
}

function checkGpus(name: string, list: readonly number[], gpus: number, context: Context): void {
  const path = [...PLACE, 'pinned', name];
  const isList = valueAt(context.document, path)?.kind === 'list';
  list.forEach((gpu, position) => {
    const place = isList ? [...path, position] : path;
    if (gpu >= gpus) {
      report(context, place, `a GPU from 0 to ${gpus - 1} (server.gpus: ${gpus})`, String(gpu));
    } else if (list.indexOf(gpu) !== position) {
      report(context, place, 'each GPU once', `${gpu} again`);
    }
  });
}

/**
 * Refuses rules of the published system, which has one GPU, where several share their queues. What
 * the semantics set is reported once.
 */
export function checkSharedQueues(
  { gpus, placement, semantics }: ServerFields,
  rules: DispatchRules,
  context: Context,
): void {
  if (gpus === undefined || gpus.value === 1 || placement?.value !== 'free') return;
  const expected = 'with GPUs that share queues (server.placement: free)';
  const hint = 'the published system has one GPU: pin the models, or partition them';
  if (semantics?.value === 'as-published') {
    report(context, ['server', 'semantics'], `lossless ${expected}`, 'as-published', hint);
    return;
  }
  const refuse = (rule: keyof DispatchRules, needed: string): void => {
    const path = ['server', 'rules', rule];
    report(context, path, `${needed} ${expected}`, String(rules[rule]), hint);
  };
  if (rules.slot === 'overwrite') refuse('slot', 'queue');
  if (rules.timerThreadBlocks) refuse('timerThreadBlocks', 'false');
  if (rules.busyLoop) refuse('busyLoop', 'false');
}
