import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../../src/errors.js';
import { describeCpuPower, readPower } from '../../../src/interop/power/read.js';
import { lawSeed } from '../../support/property.js';
import { inputFile } from '../bytes.js';

async function read(text: string) {
  const found = await readPower(inputFile('p.csv', text, 64));
  return { ...found, messages: found.issues.map(formatIssue) };
}

/** Plain numbers, which are easier to compare. */
async function samples(text: string) {
  const { power, messages, notes } = await read(text);
  expect(messages).toEqual([]);
  return {
    seconds: [...(power?.seconds ?? [])],
    watts: [...(power?.watts ?? [])],
    utilization: power?.utilization ? [...power.utilization] : null,
    gpus: power?.gpus,
    notes,
  };
}

const NVIDIA_SMI = `timestamp, power.draw [W], utilization.gpu [%], utilization.memory [%], clocks.current.graphics [MHz], clocks.current.memory [MHz], temperature.gpu
2025/10/24 10:20:31.250, 310.12 W, 97 %, 41 %, 1980 MHz, 2619 MHz, 51
2025/10/24 10:20:32.250, 70.50 W, 0 %, 0 %, 345 MHz, 2619 MHz, 49
2025/10/24 10:20:33.500, 305.00 W, 50 %, 40 %, 1980 MHz, 2619 MHz, 52
`;
const EXPECTED = {
  seconds: [0, 1, 2.25],
  watts: [310.12, 70.5, 305],
  utilization: [0.97, 0, 0.5],
  gpus: 1,
  notes: [],
};

describe('power as nvidia-smi logs it', () => {
  it('has units in header and cells', async () => {
    expect(await samples(NVIDIA_SMI)).toEqual(EXPECTED);
  });

  it('is the same without units, with CRLF, a byte order mark and a last line without an end', async () => {
    const bare = NVIDIA_SMI.replaceAll(/ \[[^\]]*\]| W| %| MHz/g, '').trimEnd();
    expect(await samples(`\uFEFF${bare.replaceAll('\n', '\r\n')}`)).toEqual(EXPECTED);
  });

  it.each([
    ['ISO', ['2025-10-24T10:20:31.25Z', '2025-10-24T10:20:32.25Z']],
    ['ISO in another zone', ['2025-10-24T10:20:31.25Z', '2025-10-24T12:20:32.25+02:00']],
    ['a blank, microseconds', ['2025-10-24 10:20:31.250000', '2025-10-24 10:20:32.250000']],
    ['over midnight of a leap day', ['2024-02-28 23:59:59.5', '2024-02-29 00:00:00.5']],
    ['over a new year', ['2024/12/31 23:59:59.500', '2025/01/01 00:00:00.500']],
    ['seconds since 1970', ['1761301231.25', '1761301232.25']],
    ['milliseconds since 1970', ['1761301231250', '1761301232250']],
    ['seconds since the start', ['0', '1']],
  ])('takes timestamps: %s', async (_, [first, second]) => {
    const { seconds } = await samples(`timestamp,power.draw\n${first},100\n${second},200\n`);
    expect(seconds).toEqual([0, 1]);
  });

  it('converts other units of power, and says so', async () => {
    const { watts, notes } = await samples('timestamp,power.draw [mW]\n0,310120\n1,70500\n');
    expect(watts).toEqual([310.12, 70.5]);
    expect(notes).toEqual(['power: mW, made W']);
  });

  it('without a column of utilization knows none', async () => {
    expect(await samples('timestamp,power.draw\n0,1\n1,2\n')).toMatchObject({ utilization: null });
  });

  it('leaves out samples of which the driver does not know the power', async () => {
    const text =
      'timestamp,power.draw [W],utilization.gpu [%]\n0,1 W,5 %\n1,[N/A],5 %\n2,3 W,[N/A]\n';
    expect(await samples(text)).toEqual({
      seconds: [0, 2],
      watts: [1, 3],
      utilization: null,
      gpus: 1,
      notes: [
        '1 of 3 samples left out, as they lack the power of a GPU',
        'utilization: left out, as 1 of 2 samples do not know it',
      ],
    });
  });

  it('is unknown where the driver never knows it: that is no mistake of the file', async () => {
    const { power, issues, notes } = await read(
      'timestamp,power.draw\n0,[N/A]\n1,[Not Supported]\n',
    );
    expect({ power, issues }).toEqual({ power: null, issues: [] });
    expect(notes).toEqual(['power: unknown, as no sample states that of all GPUs']);
  });

  it('notes gaps, which a sum over samples would miss', async () => {
    const rows = [0, 1, 2, 3, 10, 11, 12].map((at) => `${at},100`);
    const { notes } = await samples(`timestamp,power.draw\n${rows.join('\n')}\n`);
    expect(notes).toEqual(['1 gaps between samples, the longest 7.00 s instead of 1.00 s']);
  });
});

describe('power of several GPUs', () => {
  it('is added up by index, though each has a timestamp of its own', async () => {
    const text = `index, timestamp, power.draw [W], utilization.gpu [%]
0, 2025/10/24 10:20:31.100, 100 W, 40 %
1, 2025/10/24 10:20:31.103, 200 W, 60 %
0, 2025/10/24 10:20:32.100, 110 W, 0 %
1, 2025/10/24 10:20:32.104, 210 W, 100 %
0, 2025/10/24 10:20:33.100, 120 W, 0 %
`;
    expect(await samples(text)).toEqual({
      seconds: [0, 1],
      watts: [300, 320],
      utilization: [0.5, 0.5],
      gpus: 2,
      notes: ['1 of 3 samples left out, as they lack the power of a GPU'],
    });
  });

  it('is added up by timestamp where no column tells them apart', async () => {
    const text =
      'timestamp,power.draw,name\n5,100,H100\n5,200,H100\n6,1,H100\n6,2,H100\n7,9,H100\n';
    expect(await samples(text)).toMatchObject({
      watts: [300, 3],
      gpus: 2,
      notes: [
        'each time has 2 rows: they are taken for 2 GPUs',
        '1 of 3 samples left out, as they lack the power of a GPU',
      ],
    });
  });

  it('is not made up where a clock of whole seconds now and then repeats', async () => {
    const text = 'timestamp,power.draw\n0,100\n1,100\n1,300\n3,100\n4,100\n';
    expect(await samples(text)).toMatchObject({
      seconds: [0, 1, 3, 4],
      watts: [100, 200, 100, 100],
      gpus: 1,
      notes: ['some times have several rows: taken for one GPU, the mean at each time'],
    });
  });

  it('adds up to the same, whatever the order of GPUs and the way of writing', () => {
    const gpu = fc.record({
      watts: fc.integer({ min: 0, max: 70_000 }),
      busy: fc.integer({ min: 0, max: 100 }),
    });
    return fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }).chain((gpus) =>
          fc.array(fc.array(gpu, { minLength: gpus, maxLength: gpus }), {
            minLength: 1,
            maxLength: 8,
          }),
        ),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        async (times, hasUnits, end) => {
          const [w, p] = hasUnits ? [' W', ' %'] : ['', ''];
          const rows = times.flatMap((gpus, at) =>
            gpus.map(
              ({ watts, busy }, index) =>
                `${at}.${index}, ${index}, ${watts / 100}${w}, ${busy}${p}`,
            ),
          );
          const header = 'timestamp, index, power.draw [W], utilization.gpu [%]';
          const { power, issues } = await read([header, ...rows, ''].join(end));
          expect(issues).toEqual([]);
          expect(power?.gpus).toBe(times[0]?.length);
          expect([...(power?.seconds ?? [])]).toEqual(times.map((_, at) => at));
          for (const [at, gpus] of times.entries()) {
            const watts = gpus.reduce((sum, each) => sum + each.watts / 100, 0);
            const busy = gpus.reduce((sum, each) => sum + each.busy / 100, 0) / gpus.length;
            expect(power?.watts[at]).toBeCloseTo(watts, 9);
            expect(power?.utilization?.[at]).toBeCloseTo(busy, 12);
          }
        },
      ),
      { numRuns: 150, seed: lawSeed() },
    );
  });
});

describe('a file of power that is wrong', () => {
  it('is told with the place of everything', async () => {
    const text = `timestamp, power.draw [W], utilization.gpu [%]
yesterday, 100 W, 5 %
2, -1 W, 5 %
3, 100 J, 5 %
4, 100 kW, 5 %
5, 100 W, 101 %
4.5, 100 W, 5 %
6, 100 W, 5 GiB
2025/02/30 10:00:00, 1 W, 5 %
`;
    expect((await read(text)).messages).toEqual([
      'p.csv:2:1 timestamp: expected a time as nvidia-smi writes it, ISO or seconds, got "yesterday"',
      'p.csv:3:3 power.draw: expected a power ≥ 0, got " -1 W"',
      'p.csv:4:3 power.draw: expected W, as in the header, got " 100 J"',
      'p.csv:5:3 power.draw: expected W, as in the header, got " 100 kW"',
      'p.csv:6:10 utilization.gpu: expected a fraction ≥ 0, ≤ 100 %, got " 101 %"',
      'p.csv:7:1 timestamp: expected no time before that of the row above, got "4.5"',
      'p.csv:8:10 utilization.gpu: expected %, as in the header, got " 5 GiB"',
      'p.csv:9:1 timestamp: expected a time as nvidia-smi writes it, ISO or seconds, got "2025/02/30 10:00:00"',
    ]);
  });

  it.each([
    [
      'an empty file',
      '',
      'p.csv:1:1: expected a header line that names the columns, got an empty file',
    ],
    [
      'only a header',
      'timestamp,power.draw\n',
      'p.csv:1:1: expected samples of power, got only a header',
    ],
    [
      'a row cut off',
      'timestamp,power.draw\n0,1\n1',
      'p.csv:3:1: expected 2 cells, as in the header, got 1',
    ],
    [
      'no power',
      'timestamp,clocks.gr\n0,1\n',
      'p.csv:1:1 power.draw: expected a column named power.draw, got columns "timestamp", "clocks.gr"',
    ],
    [
      'a unit of something else',
      'timestamp,power.draw [MHz]\n0,1\n',
      'p.csv:2:3 power.draw: expected a unit of power: W, Watts, mW, kW, got "1"',
    ],
  ])('%s', async (_, text, message) => {
    const { power, messages } = await read(text);
    expect(power).toBeNull();
    expect(messages).toEqual([message]);
  });
});

describe('a file of power that does not end', () => {
  it('is refused once, at the first row too many', async () => {
    const row = new TextEncoder().encode('0,1\n'.repeat(1000));
    async function* rows() {
      yield new TextEncoder().encode('timestamp,power.draw\n');
      for (let thousands = 0; thousands <= 1010; thousands++) yield row;
    }
    const { power, issues } = await readPower({ file: 'p.csv', bytes: rows() });
    expect(power).toBeNull();
    expect(issues.map(formatIssue)).toEqual([
      'p.csv:1000002:1 timestamp: expected at most 1000000 rows, got "0"',
    ]);
  });
});

describe('power of CPUs', () => {
  it('is told apart from that of GPUs', async () => {
    const found = await read('timestamp,power\n0,100\n1,200\n');
    expect(describeCpuPower('c.csv', found)).toBe(
      'CPU power is not part of the energy: 150.0 W on average, by c.csv',
    );
  });

  it('in a form that is not known is said, and does not stop anything', async () => {
    expect(describeCpuPower('p.csv', await read('a,b\n1,2\n'))).toMatch(
      /^CPU power not read: p.csv:1:1: expected a header line with the columns timestamp, power.draw/,
    );
  });
});
