import fc from 'fast-check';
import type { MeasuredBatch, MeasuredData, MeasuredRun } from '../../src/interop/measured.js';

const seconds = fc.double({ min: 0, max: 2000, noNaN: true }).map((value) => value + 0);
const short = fc.double({ min: 0, max: 100, noNaN: true }).map((value) => value + 0);
const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' });

interface RunParts {
  readonly head: Omit<MeasuredRun, 'id' | 'requests' | 'batches'>;
  readonly batches: readonly BatchParts[];
  readonly requests: readonly { arrival: number; batch: number; part: number; model: number }[];
}

interface BatchParts {
  readonly model: number;
  readonly extra: number;
  readonly wait: number;
  readonly load: number | null;
  readonly inference: number;
  readonly write: number;
  readonly trigger: MeasuredBatch['trigger'];
}

/** Measured data that is consistent, with awkward names and numbers. */
export const measuredData: fc.Arbitrary<MeasuredData> = fc
  .record({
    models: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    ids: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    runs: fc.array(runParts(), { minLength: 3, maxLength: 3 }),
  })
  .map(({ models, ids, runs }) => ({
    models,
    runs: ids.map((id, index) => buildRun(id, models.length, runs[index] as RunParts)),
  }));

function runParts(): fc.Arbitrary<RunParts> {
  const head = fc
    .record({
      teeMode: fc.constantFrom('off' as const, 'cc' as const),
      strategy: name,
      pattern: name,
      nominalRate: seconds.map((value) => value + 0.1),
      slaSeconds: seconds.map((value) => value + 0.1),
      durationSeconds: seconds.map((value) => value + 2000),
      startedAt: fc.constantFrom('20241003_215641', '19991231_235959'),
      unfinishedSwaps: fc.option(fc.nat(9), { nil: undefined }),
    })
    .map(({ unfinishedSwaps, ...rest }) => ({
      ...rest,
      ...(unfinishedSwaps !== undefined && { unfinishedSwaps }),
    }));
  const batch = fc.record({
    model: fc.nat(2),
    extra: fc.nat(3),
    wait: short,
    load: fc.option(short),
    inference: short.map((value) => value + 0.001),
    write: short,
    trigger: fc.constantFrom('size' as const, 'timer' as const, 'partial' as const, 'unknown'),
  }) as fc.Arbitrary<BatchParts>;
  const request = fc.record({
    arrival: seconds,
    batch: fc.integer({ min: -1, max: 3 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    model: fc.nat(2),
  });
  return fc.record({
    head,
    batches: fc.array(batch, { maxLength: 4 }),
    requests: fc.array(request, { minLength: 1, maxLength: 8 }),
  });
}

function buildRun(id: string, modelCount: number, parts: RunParts): MeasuredRun {
  const modelOf = (batch: number) => (parts.batches[batch]?.model ?? 0) % modelCount;
  const spans = spansOf(parts.batches);
  const rows = parts.requests
    .toSorted((a, b) => a.arrival - b.arrival)
    .map((request) => {
      const span = spans[request.batch];
      // A batch serves who came before its results were written.
      if (span === undefined || request.arrival > span.writtenAt) {
        return { ...request, batch: -1, latency: Number.NaN };
      }
      const from = Math.max(span.startedAt, request.arrival);
      const completedAt = from + request.part * (span.writtenAt - from);
      return { ...request, latency: completedAt - request.arrival };
    });
  return {
    id,
    ...parts.head,
    requests: {
      arrivals: Float64Array.from(rows, ({ arrival }) => arrival),
      models: Uint16Array.from(rows, ({ batch, model }) =>
        batch === -1 ? model % modelCount : modelOf(batch),
      ),
      batches: Int32Array.from(rows, ({ batch }) => batch),
      latencies: Float64Array.from(rows, ({ latency }) => latency),
    },
    batches: parts.batches.map((batch, index) => {
      const members = rows.filter((row) => row.batch === index).length;
      return {
        ...(spans[index] as Span),
        model: modelOf(index),
        size: Math.max(1, members + batch.extra),
        inferenceSeconds: batch.inference,
        trigger: batch.trigger,
      };
    }),
  };
}

type Span = Pick<MeasuredBatch, 'startedAt' | 'loadedAt' | 'writtenAt'>;

/** One batch after another. */
function spansOf(batches: readonly BatchParts[]): readonly Span[] {
  let free = 0;
  return batches.map(({ wait, load, inference, write }) => {
    const startedAt = free + wait;
    const loadedAt = load === null ? Number.NaN : startedAt + load;
    free = (load === null ? startedAt : loadedAt) + inference + write;
    return { startedAt, loadedAt, writtenAt: free };
  });
}
