import { eventsOf, type PlainEvent } from './plain-events.js';

const KINDS: readonly PlainEvent['kind'][] = [
  'arrival',
  'decision',
  'phase',
  'background',
  'batch',
  'loss',
  'drop',
  'left-over',
  'end',
];

/** Times may differ by the rounding of a differently ordered sum. */
const TOLERANCE = 1e-9;

/**
 * The first difference between two runs, in words; null when there is none. Events of one kind
 * are compared in order; the order of two facts of different kinds at one instant is free.
 * Operations of no length and releases of nothing are left out on both sides.
 * @param options `stopIsFree`: when a run that goes on until it is empty ends does not matter.
 */
export function firstDifference(
  actual: readonly PlainEvent[],
  expected: readonly PlainEvent[],
  options: { readonly stopIsFree?: boolean } = {},
): string | null {
  const stopIsFree = options.stopIsFree ?? false;
  const [a, b] = stopIsFree ? [withoutStop(actual), withoutStop(expected)] : [actual, expected];
  const differences = KINDS.flatMap((kind) => differencesOf(kind, a, b));
  differences.sort((a, b) => a.time - b.time);
  return differences[0]?.text ?? null;
}

function withoutStop(events: readonly PlainEvent[]): PlainEvent[] {
  return events
    .filter((event) => event.kind !== 'end')
    .map((event) => (event.kind === 'left-over' ? { ...event, time: 0 } : event));
}

interface Difference {
  readonly time: number;
  readonly text: string;
}

function differencesOf(
  kind: PlainEvent['kind'],
  actual: readonly PlainEvent[],
  expected: readonly PlainEvent[],
): Difference[] {
  const a = listOf(kind, actual);
  const b = listOf(kind, expected);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === undefined || y === undefined || !isSame(x, y)) {
      const time = Math.min(timeOf(x), timeOf(y));
      const text = `${kind} ${i}: got ${describe(x)}, expected ${describe(y)}`;
      return [{ time, text }];
    }
  }
  return [];
}

function listOf(kind: PlainEvent['kind'], events: readonly PlainEvent[]): PlainEvent[] {
  const list = eventsOf(events, kind).filter((event) => {
    if (event.kind === 'phase') return event.end > event.start || !event.completed;
    if (event.kind === 'decision') return event.action !== 'release' || event.count > 0;
    return true;
  });
  // Where the left-overs stand, not in which order they are told, is what matters.
  if (kind === 'left-over') list.sort((a, b) => describe(a).localeCompare(describe(b)));
  return list;
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return isClose(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(Reflect.get(a, key), Reflect.get(b, key)));
}

function isClose(a: number, b: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a));
}

function timeOf(event: PlainEvent | undefined): number {
  if (event === undefined) return Number.POSITIVE_INFINITY;
  if (event.kind === 'phase' || event.kind === 'background') return event.end;
  return event.kind === 'batch' ? event.writtenAt : event.time;
}

function describe(event: PlainEvent | undefined): string {
  return event === undefined ? 'nothing' : JSON.stringify(event);
}
