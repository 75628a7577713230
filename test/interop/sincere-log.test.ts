import { describe, expect, it } from 'vitest';
import type { MeasuredRun } from '../../src/interop/measured.js';
import { importSincereLogs } from '../../src/interop/sincere/import-logs.js';
import type { ImportedLogs, LogReport } from '../../src/interop/sincere/log-report.js';
import { typicalWriteSeconds } from '../../src/interop/sincere/write-times.js';
import { logFiles, problemsOf } from './bytes.js';
import { ids, LogText } from './log-text.js';

const NAME =
  'cc--batch_processing_debug_red_cuda_BestBatch+Timer_gamma_mean4_1200_sla60_20241003_120000.log.gz';
const G = 'granite-7b';
const L = 'llama3-8b';

async function read(log: LogText): Promise<{ run: MeasuredRun; report: LogReport }> {
  const { data, report }: ImportedLogs = await importSincereLogs(
    logFiles({ [NAME]: log.toString() }),
  );
  const run = data.runs[0];
  const first = report.runs[0];
  if (run === undefined || first === undefined) throw new Error('a run was expected');
  return { run, report: first };
}

/** A swap to granite for three requests, at 5 s; results written when llama's thread goes on. */
function twoBatches(): LogText {
  return new LogText()
    .bare(' * Running on all addresses (0.0.0.0)')
    .at(0, 'Scheduling mode set as BestBatch+Timer')
    .requests(10, 'a', 3, G)
    .size(10.03, G)
    .turn(10.031, G)
    .requests(11, 'b', 2, L)
    .timer(12, L, 2)
    .loaded(20, G, 1)
    .processed(22.5, ids('a', 3), G, 2.49)
    .turn(22.52, L)
    .loaded(30, L, 2)
    .request(31, 'c0', L)
    .processed(33, ids('b', 2), L, 2.98);
}

describe('an experiment log', () => {
  it('tells requests and batches in seconds from the first request', async () => {
    const { run } = await read(twoBatches().end(1210, 23.05, 5.47));
    expect(run).toMatchObject({
      id: 'cc--BestBatch+Timer_gamma_mean4_sla60_20241003_120000',
      teeMode: 'cc',
      strategy: 'BestBatch+Timer',
      pattern: 'gamma',
      nominalRate: 4,
      slaSeconds: 60,
      durationSeconds: 1200,
      startedAt: '20241003_120000',
    });
    expect(run.requests).toEqual({
      arrivals: Float64Array.of(0, 0.01, 0.02, 1, 1.01, 21),
      models: Uint16Array.of(0, 0, 0, 2, 2, 2),
      batches: Int32Array.of(0, 0, 0, 1, 1, -1),
      latencies: Float64Array.of(12.5, 12.49, 12.48, 22, 21.99, Number.NaN),
    });
    expect(run.batches).toEqual([
      {
        model: 0,
        size: 3,
        startedAt: 0.031,
        loadedAt: 10,
        inferenceSeconds: 2.49,
        // Llama's thread had been waiting for the lock.
        writtenAt: 12.52,
        trigger: 'size',
      },
      {
        model: 2,
        size: 2,
        startedAt: 12.52,
        loadedAt: 20,
        inferenceSeconds: 2.98,
        // The end of the total time that the log prints.
        writtenAt: 23.05,
        trigger: 'timer',
      },
    ]);
    expect(run).not.toHaveProperty('unfinishedSwaps');
  });

  it('tells swaps, triggers, models in order of appearance, and its own figures', async () => {
    const { report } = await read(twoBatches().end(1210, 23.05, 5.47));
    expect(report).toMatchObject({
      scheduling: 'BestBatch+Timer',
      firstSeen: [0, 2],
      swaps: [
        { model: 0, previous: null, startedAt: 0.031, loadedAt: 10 },
        { model: 2, previous: 0, startedAt: 12.52, loadedAt: 20 },
      ],
      triggers: [
        { at: 0.03, condition: 'Batch size', model: 0, size: 3 },
        { at: 2, condition: 'Time limit', model: 2, size: 2 },
      ],
      printed: {
        totalSeconds: 23.05,
        inferenceSeconds: 5.47,
        endAt: 1200,
        switchesAtEnd: 2,
        switchesTotal: 2,
      },
      failures: [],
      writesEstimated: 0,
      unread: [],
      secondsAfterEnd: 0,
    });
  });

  it.each([
    [
      'switches',
      twoBatches().at(34, 'SWITCH COUNT: 4').end(1210, 23.05, 5.47),
      ':20:1: expected 4 switches above, as the log counts, got 2',
    ],
    [
      'inference seconds',
      twoBatches().end(1210, 23.05, 8),
      ':21:1: expected 8 s of inference above, as the log sums up, got 5.4700 s in 2 batches',
    ],
    [
      'percentage',
      twoBatches().end(1210, 23.05, 5.47).toString().replace('Total time: 23', 'Total time: 28'),
      ':21:1: expected 23.73 % inference, as the log says, got 19.50 % by its total time',
    ],
  ])('is refused when its own %s do not agree with what was read', async (_, log, expected) => {
    const problems = await problemsOf(importSincereLogs(logFiles({ [NAME]: log.toString() })));
    expect(problems).toEqual([NAME + expected]);
  });

  it('is refused when lines in its middle are missing', async () => {
    const lines = twoBatches().end(1210, 23.05, 5.47).toString().split('\n');
    const damaged = [...lines.slice(0, 5), ...lines.slice(14)].join('\n');
    const problems = await problemsOf(importSincereLogs(logFiles({ [NAME]: damaged })));
    expect(problems).toEqual([
      expect.stringMatching(/:8:1: expected 2 switches above, .*, got 1$/),
    ]);
  });

  it('lets terminal colours, line ends and threads that write late make no difference', async () => {
    const plain = await read(twoBatches().end(1210, 23.05, 5.47));
    const text = twoBatches()
      .request(30.5, 'late', L)
      .end(1210, 23.05, 5.47)
      .toString()
      .replace('LOADED MODEL', '\u001b[31m\u001b[1mLOADED\u001b[0m MODEL')
      .replaceAll('\n', '\r\n');
    const { data, report } = await importSincereLogs(logFiles({ [NAME]: text }));
    expect(data.runs[0]?.batches).toEqual(plain.run.batches);
    expect(data.runs[0]?.requests.arrivals).toEqual(
      Float64Array.of(0, 0.01, 0.02, 1, 1.01, 20.5, 21),
    );
    expect(report.runs[0]?.linesOutOfOrder).toBe(1);
    expect(report.runs[0]?.unread).toEqual([]);
  });

  it('parts two records that two threads wrote into one line', async () => {
    const plain = await read(twoBatches().end(1210, 23.05, 5.47));
    const text = twoBatches()
      .end(1210, 23.05, 5.47)
      .toString()
      .replace(`LOADED MODEL ${G}\n`, `LOADED MODEL ${G}`);
    const { data, report } = await importSincereLogs(logFiles({ [NAME]: text }));
    expect(data.runs[0]).toEqual(plain.run);
    expect(report.runs[0]?.unread).toEqual([]);
  });
});

describe('what released a batch', () => {
  async function triggerOf(between: (log: LogText) => LogText): Promise<string | undefined> {
    const log = between(new LogText().requests(0, 'a', 2, G)).turn(5, G);
    const { run } = await read(log.processed(7, ids('a', 2), G, 2).end(1200, 7, 2));
    return run.batches[0]?.trigger;
  }

  it.each([
    ['the only trigger', (log: LogText) => log.timer(1, G, 2), 'timer'],
    ['the trigger that replaced another', (log: LogText) => log.timer(1, G, 2).size(2, G), 'size'],
    ['not a trigger of another model', (log: LogText) => log.size(1, G).timer(2, L, 1), 'size'],
    ['a partial batch into an empty slot', (log: LogText) => log.partial(1, G), 'partial'],
    ['not a partial batch that joined', (log: LogText) => log.size(1, G).partial(2, G), 'size'],
    ['unknown without any', (log: LogText) => log, 'unknown'],
  ])('is %s', async (_, between, expected) => {
    expect(await triggerOf(between)).toBe(expected);
  });
});

describe('when results were written', () => {
  it('is estimated where nobody waited for the lock, by what was seen elsewhere', async () => {
    const log = new LogText().requests(0, 'a', 4, G);
    log.size(1, G).turn(1, G).size(1.5, G).processed(2, ['a0'], G, 1);
    // Seen: 0.05 s longer than typical.
    const seen = typicalWriteSeconds(1) + 0.05;
    log.turn(2 + seen, G).processed(4, ['a1', 'a2'], G, 1);
    // The next thread comes later: the lock was free.
    log.size(6, G).turn(6, G).processed(8, ['a3'], G, 1).end(1200, 999, 3);
    const { run, report } = await read(log);
    expect(run.batches.map(({ writtenAt }) => writtenAt)).toEqual([
      expect.closeTo(2 + seen, 3),
      expect.closeTo(4 + typicalWriteSeconds(2) + 0.05, 3),
      expect.closeTo(8 + seen, 3),
    ]);
    expect(report.writesEstimated).toBe(2);
  });

  it('is never after the lock was taken again', async () => {
    const log = new LogText().requests(0, 'a', 2, G).size(1, G).turn(1, G);
    log.processed(2, ['a0'], G, 1).size(2.005, G).turn(2.006, G);
    const { run } = await read(log.processed(4, ['a1'], G, 1).end(1200, 999, 2));
    expect(run.batches[0]?.writtenAt).toBe(2.006);
  });
});

describe('work that has no end in the log', () => {
  it('is told with its exception, and its swap is counted', async () => {
    const log = new LogText().requests(0, 'a', 2, G).size(1, G).turn(1, G).loaded(9, G, 1);
    log.at(12, 'Exception on /inference [POST]').bare('Traceback (most recent call last):');
    log.bare('  File "flask/app.py", line 1473, in wsgi_app').bare('^^^^ a line of a report');
    log.bare('torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 25.13 GiB.');
    log.at(12.1, '127.0.0.1 - - [03/Oct/2024 12:00:12] "POST /inference HTTP/1.1" 500 -');
    log.request(13, 'b0', L).size(13, L).turn(13, L).end(1200, 999, 0);
    const { run, report } = await read(log);
    expect(report.failures).toEqual([
      { model: 0, startedAt: 1, loadedAt: 9, reason: 'torch.OutOfMemoryError' },
      { model: 2, startedAt: 13, loadedAt: Number.NaN, reason: 'killed' },
    ]);
    expect(report.responses).toEqual({ 500: 1 });
    expect(report.unread).toEqual([]);
    expect(run.batches).toEqual([]);
    expect(run.unfinishedSwaps).toBe(1);
  });
});

describe('an id that two requests share', () => {
  it('means the one that stands beside the others of its batch', async () => {
    const log = new LogText().request(0, 'same', G).requests(1, 'a', 3, G).size(2, G);
    log.requests(100, 'b', 2, G).request(101, 'same', G).request(102, 'b2', G).size(102, G);
    log.turn(102, G).processed(104, ['b0', 'b1', 'same', 'b2'], G, 2).end(1200, 104, 2);
    const { run, report } = await read(log);
    expect(run.requests.batches).toEqual(Int32Array.of(-1, -1, -1, -1, 0, 0, 0, 0));
    expect(report.collisions).toEqual([{ id: 'same', arrivals: [0, 101], served: [101] }]);
  });

  it('means the one of the batch’s model', async () => {
    const log = new LogText().request(0, 'same', L).request(1, 'same', G).size(1, G).turn(1, G);
    const { run } = await read(log.processed(3, ['same'], G, 2).end(1200, 3, 2));
    expect(run.requests.batches).toEqual(Int32Array.of(-1, 0));
  });

  it('means each of them once', async () => {
    const log = new LogText().request(0, 'same', G).request(1, 'same', G).size(1, G).turn(1, G);
    const { run } = await read(log.processed(3, ['same', 'same'], G, 2).end(1200, 3, 2));
    expect(run.requests.latencies).toEqual(Float64Array.of(3, 2));
  });
});

describe('what could not be read', () => {
  it('is counted by kind, with the first place of each', async () => {
    const log = new LogText().requests(0, 'a', 2, G).at(1, 'Something new').at(2, 'Something else');
    log.bare('lost text').at(3, `LOADED MODEL ${L}`).processed(5, ['a0', 'x', 'y'], G, 1);
    const { run, report } = await read(log.end(1200, 5.02, 1));
    expect(report.unread).toEqual([
      {
        kind: 'unknown message',
        count: 2,
        line: 3,
        text: expect.stringContaining('Something new'),
      },
      { kind: 'no time stamp', count: 1, line: 5, text: 'lost text' },
      { kind: 'no beginning', count: 2, line: 6, text: expect.stringContaining('LOADED MODEL') },
      { kind: 'unknown id', count: 2, line: 7, text: 'x y' },
    ]);
    expect(run.batches[0]).toMatchObject({ size: 3, startedAt: 4, trigger: 'unknown' });
    expect(run.requests.batches).toEqual(Int32Array.of(0, -1));
  });

  it('includes models that SINCERE does not have, and times far from the run', async () => {
    const log = twoBatches().request(34, 'd0', 'llam?3-8b').size(35, 'granite-7c');
    log
      .request(36 + 3601, 'e0', G)
      .request(37 - 3700, 'f0', G)
      .request(38, 'g0', G);
    const { run, report } = await read(log.end(1210, 23.05, 5.47));
    expect(report.unread).toMatchObject([
      { kind: 'unknown model', count: 2, line: 20, text: expect.stringContaining('llam?3-8b') },
      { kind: 'time outside the run', count: 2, line: 22, text: expect.stringContaining('e0') },
    ]);
    expect(run.requests.arrivals.at(-1)).toBe(28);
    expect(run.requests.arrivals).toHaveLength(7);
  });
});
