import { describe, expect, it } from 'vitest';
import { describeImport } from '../../src/interop/sincere/describe-import.js';
import { importSincereLogs } from '../../src/interop/sincere/import-logs.js';
import { stampOf } from '../../src/interop/sincere/log-clock.js';
import { parseRunName } from '../../src/interop/sincere/run-name.js';
import { logFiles, problemsOf } from './bytes.js';
import { ids, LogText } from './log-text.js';

const G = 'granite-7b';

function nameOf(stamp: string, setting = 'noncc'): string {
  return `logs/${setting}--batch_processing_debug_red_cuda_BestBatch_ramp_mean12_1200_sla40_${stamp}.log`;
}

const A = nameOf('20241002_000001');
const B = nameOf('20241002_000002');

function smallLog(): LogText {
  const log = new LogText().requests(0, 'a', 3, G).size(1, G).turn(1, G).loaded(4, G, 1);
  return log.processed(6, ids('a', 3), G, 1.9).end(1200, 6.02, 1.9);
}

describe('importing logs', () => {
  it('puts logs side by side, with the models in the order of SINCERE', async () => {
    const other = new LogText().request(0, 'a', 'llama3-8b').end(1200, 1, 0);
    const { data, report } = await importSincereLogs(
      logFiles({ [A]: smallLog().toString(), [B]: other.toString() }),
    );
    expect(data.models).toEqual(['granite-7b', 'gemma-7b', 'llama3-8b']);
    expect(data.runs.map(({ startedAt }) => startedAt)).toEqual([
      '20241002_000001',
      '20241002_000002',
    ]);
    expect(data.runs[1]?.requests.models).toEqual(Uint16Array.of(2));
    expect(report.runs.map(({ file }) => file)).toEqual([A, B]);
  });

  it('refuses a second log of a run', async () => {
    const text = smallLog().toString();
    const problems = await problemsOf(
      importSincereLogs(logFiles({ [A]: text, [`${A}.gz`]: text })),
    );
    expect(problems).toEqual([`${A}.gz:1:1: expected each run once, got the run of ${A} again`]);
  });

  it('describes what it read and what it did not', async () => {
    const odd = smallLog().at(1201, 'Something new').request(1202, 'a0', G).toString();
    const lines = describeImport(await importSincereLogs(logFiles({ [A]: odd })));
    expect(lines).toEqual([
      'runs 1, lines 14, requests 4, batches 1, swaps 1',
      'triggers: Batch size 1',
      'end of writing estimated for 0 batches, seen for 1',
      'lines written late by a slow thread: 0',
      'work that did not end: none',
      'noncc--BestBatch_ramp_mean12_sla40_20241002_000001: the id a0 was given to 2 requests (0 s, 1202 s); 1 of them served',
      'not read: unknown message 1',
      `${A}:13: unknown message (1×): "2024-10-03 12:20:01,000 Something new"`,
    ]);
  });

  it('says when a log stops over work in hand, long before the drain is over', async () => {
    const stopsAfter = async (seconds: number) => {
      const log = smallLog()
        .turn(1199, G)
        .at(1200 + seconds, 'Monitoring status set to True');
      const lines = describeImport(await importSincereLogs(logFiles({ [A]: log.toString() })));
      return lines.filter((line) => line.includes('work in hand'));
    };
    expect(await stopsAfter(2)).toEqual([
      'noncc--BestBatch_ramp_mean12_sla40_20241002_000001: the log stops 2.0 s after END ' +
        'over work in hand; the experiments drain for 39.4 s',
    ]);
    expect(await stopsAfter(30)).toEqual([]);
  });
});

describe('a log that cannot be used', () => {
  const cut = new LogText().requests(0, 'a', 5, G).at(512.3, 'Using device: cuda').toString();
  it.each([
    ['cut between lines', cut, ':6:1: expected the line END, got a log that stops after 512.3 s'],
    [
      'cut inside a line',
      smallLog().toString().slice(0, -1),
      ':12:1: expected a whole last line, got a log that was cut off',
    ],
    [
      'without END although it covers the experiment',
      new LogText().request(0, 'a', G).request(1200, 'b', G).toString(),
      ':2:1: expected the line END, got a log that stops after 1200.0 s',
    ],
    [
      'without a total time that is a number',
      smallLog().toString().replace('Total time: ', 'Total time: 1.2.3'),
      ':12:1: expected a line Total time, got none that can be read',
    ],
    [
      'without a total inference time',
      smallLog().toString().replace('Total inference', 'Total infer'),
      ':12:1: expected a line Total inference time, got none that can be read',
    ],
    ['empty', '', ':1:1: expected the log of an experiment, got no request in it'],
    ['another text', 'a,b\n1,2\n', ':2:1: expected the log of an experiment, got no request in it'],
    [
      'with a hole',
      smallLog().toString().replace('LOADED', '\0\0\0'),
      ':6:1: expected text in UTF-8, got bytes that are not',
    ],
    [
      'without line ends',
      'x'.repeat(1_100_000),
      ':1:1: expected lines of text, got a line without end',
    ],
  ])('is refused in one line when it is %s', async (_, text, expected) => {
    const problems = await problemsOf(importSincereLogs(logFiles({ [A]: text })));
    expect(problems).toEqual([A + expected]);
  });

  it('does not hide another one', async () => {
    const files = logFiles({ 'notes.log': 'x', [A]: '', [B]: smallLog().toString() });
    const problems = await problemsOf(importSincereLogs(files));
    expect(problems).toEqual([
      expect.stringMatching(/^notes\.log:1:1: expected a name like .*, got notes\.log$/),
      expect.stringContaining(A),
    ]);
  });

  it('passes on the errors of what delivers its bytes', async () => {
    async function* failing() {
      yield { name: A, bytes: brokenStream() };
    }
    await expect(importSincereLogs(failing())).rejects.toThrow('unexpected end of file');
  });
});

async function* brokenStream(): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode('2024-10-03 12:00:00,000 Using device: cuda\n');
  throw new Error('unexpected end of file');
}

describe('the name of a log', () => {
  it('tells the setting by a prefix or by a folder', () => {
    const expected = {
      teeMode: 'off',
      strategy: 'BestBatch+PartialBatch+Timer',
      pattern: 'bursty',
      nominalRate: 4,
      durationSeconds: 1200,
      slaSeconds: 80,
      startedAt: '20241003_080529',
    };
    const name = 'BestBatch+PartialBatch+Timer_bursty_mean4_1200_sla80_20241003_080529.log';
    const prefix = 'batch_processing_debug_red_cuda_';
    expect(parseRunName(`noncc--${prefix}${name}.gz`)).toEqual(expected);
    expect(parseRunName(`data/noncc/${prefix}${name}`)).toEqual(expected);
    expect(parseRunName(`cc--${prefix}${name}`)?.teeMode).toBe('cc');
    expect(parseRunName(`${prefix}${name}`)).toBeNull();
    expect(parseRunName(`noncc--${prefix}${name}.zip`)).toBeNull();
  });
});

describe('the time of a line', () => {
  it.each(['1970-01-01 00:00:00,000', '2000-02-29 23:59:59,999', '2024-10-05 01:21:14,938'])(
    'is that of the calendar: %s',
    (stamp) => {
      expect(stampOf(`${stamp} x`)).toBe(
        Date.parse(`${stamp.replace(' ', 'T').replace(',', '.')}Z`),
      );
    },
  );

  it('is missing without a stamp', () => {
    expect(stampOf('  File "a.py"')).toBeNaN();
    expect(stampOf('x 2024-10-05 01:21:14,938 y')).toBeNaN();
  });
});
