import type { Measurement, ServingGroup, Statistic } from '../../analysis/measurement.js';
import { STATISTIC_NAMES, type Statistics, statisticsOf } from './statistic-places.js';
import { REPORT_QUANTILES } from './statistics.js';

/** What a report says of a measurement in places of its own. */
export interface Placed {
  /** Statistics with a place; those without a mean have none. */
  readonly statistics: readonly (keyof Statistics)[];
  /** Whether hosts name the GPU and the model. */
  readonly hosts: boolean;
  /** Whether the model has a place without them. */
  readonly model: boolean;
}

/**
 * What a report has no place for, or one that leaves it open, in the spelling of the neutral form;
 * `own-part.ts` reads it back. Requests one by one and samples of power are not part of it.
 */
export function ownFacts(measurement: Measurement, placed: Placed): Record<string, unknown> {
  const { source, origin, experiment, condition, teeMode, repetition, model, gpu } = measurement;
  const { modelSizeB, serving, load, requests, notes } = measurement;
  const rate = load.requestsPerSecond === Number.POSITIVE_INFINITY ? 'inf' : load.requestsPerSecond;
  return withoutNulls({
    origin,
    tool: source.tool,
    experiment,
    condition,
    teeMode,
    repetition,
    model: placed.model || placed.hosts ? null : model,
    modelSizeB,
    gpu: placed.hosts ? null : gpu,
    serving: serving.some(isOddlyCounted) ? serving : null,
    load: withoutNulls({ ...load, requestsPerSecond: rate }),
    requests: withoutNulls({ ...requests }),
    totalInputTokens: measurement.totalInputTokens,
    totalOutputTokens: measurement.totalOutputTokens,
    mostConcurrent: measurement.mostConcurrent,
    goodputRequestsPerSecond: measurement.goodputRequestsPerSecond,
    onTime: measurement.onTime,
    statistics: statisticRests(statisticsOf(measurement), placed.statistics),
    notes: notes.length === 0 ? null : notes,
  });
}

/** A reader has to guess what a count means that parallelism does not explain. */
function isOddlyCounted({ parallelism, gpusPerReplica }: ServingGroup): boolean {
  const { tensor, data, pipeline } = parallelism;
  return gpusPerReplica !== tensor * data * pipeline;
}

function statisticRests(
  statistics: Statistics,
  placed: readonly (keyof Statistics)[],
): Record<string, unknown> | null {
  const rests = STATISTIC_NAMES.flatMap((name) => {
    const rest = statisticRest(statistics[name], placed.includes(name));
    return rest === null ? [] : [[name, rest] as const];
  });
  return rests.length === 0 ? null : Object.fromEntries(rests);
}

function statisticRest(
  statistic: Statistic | null,
  isPlaced: boolean,
): Record<string, unknown> | null {
  if (statistic === null || !isPlaced) return statistic && withoutNulls({ ...statistic });
  const quantiles = statistic.quantiles.filter(
    ({ p }) => !REPORT_QUANTILES.some(([, known]) => known === p),
  );
  return quantiles.length === 0 ? null : { quantiles };
}

/** A mapping without the keys that say nothing. */
export function withoutNulls(mapping: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== null));
}
