import type {
  ArrivalFact,
  BatchFact,
  DecisionFact,
  DropFact,
  EndFact,
  LeftOverFact,
  LossFact,
  Phase,
  PhaseFact,
  RequestGroup,
} from '../../src/events/facts.js';

/** Facts with the fields that a test does not care for filled in. */

export function group(requests: readonly (readonly [id: number, arrival: number])[]): RequestGroup {
  // One entry too many, as the engine's buffers have: only `count` entries may be read.
  return {
    count: requests.length,
    ids: Int32Array.from([...requests.map(([id]) => id), -7]),
    arrivals: Float64Array.from([...requests.map(([, arrival]) => arrival), Number.NaN]),
  };
}

export function arrival(request: number, time: number, model = 0): ArrivalFact {
  return { kind: 'arrival', request, time, model };
}

export function phase(
  name: Phase,
  start: number,
  end: number,
  more: Partial<PhaseFact> = {},
): PhaseFact {
  return {
    kind: 'phase',
    gpu: 0,
    phase: name,
    start,
    end,
    model: 0,
    batch: 0,
    completed: true,
    ...more,
  };
}

export function batch(
  requests: readonly (readonly [id: number, arrival: number])[],
  inferenceStart: number,
  completedAt: number,
  more: Partial<BatchFact> = {},
): BatchFact {
  return {
    kind: 'batch',
    gpu: 0,
    number: 0,
    model: 0,
    trigger: 'size',
    requests: group(requests),
    releasedAt: inferenceStart,
    startedAt: inferenceStart,
    inferenceStart,
    completedAt,
    writtenAt: completedAt,
    swapped: false,
    ...more,
  };
}

export function loss(
  requests: readonly (readonly [id: number, arrival: number])[],
  more: Partial<LossFact> = {},
): LossFact {
  return {
    kind: 'loss',
    time: 0,
    model: 0,
    cause: 'overwritten',
    requests: group(requests),
    ...more,
  };
}

export function drop(
  requests: readonly (readonly [id: number, arrival: number])[],
  more: Partial<DropFact> = {},
): DropFact {
  return { kind: 'drop', time: 0, model: 0, requests: group(requests), ...more };
}

export function leftOver(
  requests: readonly (readonly [id: number, arrival: number])[],
  more: Partial<LeftOverFact> = {},
): LeftOverFact {
  return {
    kind: 'left-over',
    time: 0,
    model: 0,
    where: 'waiting',
    requests: group(requests),
    ...more,
  };
}

export function decision(time: number, more: Partial<DecisionFact> = {}): DecisionFact {
  return {
    kind: 'decision',
    gpu: 0,
    time,
    hook: 'arrival',
    action: 'release',
    model: 0,
    count: 1,
    at: Number.NaN,
    reason: 'full',
    ...more,
  };
}

export function end(time: number): EndFact {
  return { kind: 'end', time };
}
