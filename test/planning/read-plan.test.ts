import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/errors.js';
import type { LengthsPort } from '../../src/planning/file/ports.js';
import { looksLikePlan, readPlan } from '../../src/planning/file/read-plan.js';
import type { Plan } from '../../src/planning/plan.js';
import { problemOf } from '../../src/planning/plan.js';
import { memoryFiles } from '../scenario/memory-files.js';

/** Six requests in 10 s: one beyond 100 tokens of answer. */
const LENGTHS: readonly (readonly [number | null, number | null])[] = [
  [5, 5],
  [5, 50],
  [10, 100],
  [50, 10],
  [50, 99],
  [50, 101],
];
const lengths: LengthsPort = {
  read: async (_path, _format, take) => {
    for (const [input, output] of LENGTHS) take(input, output);
    return { issues: [], spanSeconds: 10, sha256: 'hash', notes: [] };
  },
};

async function read(text: string, sets: readonly string[] = []) {
  const ports = { files: memoryFiles({ 'plan.yaml': text, 'trace.csv': 't_s\n' }), lengths };
  return readPlan({ file: 'plan.yaml', sets, settings: [] }, ports);
}

async function planOf(text: string, sets: readonly string[] = []): Promise<Plan> {
  const { plan, issues } = await read(text, sets);
  expect(issues.map(formatIssue)).toEqual([]);
  if (plan === undefined) expect.fail();
  return plan;
}

async function problemsOf(text: string, sets: readonly string[] = []) {
  const { plan, issues } = await read(text, sets);
  expect(plan).toBeUndefined();
  return issues.map(formatIssue);
}

const SHARES = `
workload:
  rate: 2
  axes:
    rows: { label: input tokens, edges: [0, 10, 100] }
    columns: { label: output tokens, edges: [0, 20, 50, 100] }
  shares:
    - [0.1, 0.2, 0.3]
    - [0.1, 0.2, 0.1]
gpus:
  small: { costPerHour: 1, throughput: [[6, 5, 4], [3, 2, 0]] }
`;
const TABLE = [
  [6, 5, 4],
  [3, 2, 0],
];

describe('axes', () => {
  it('are put together by name: a table the other way round is the same plan', async () => {
    const turned = SHARES.replace(
      'throughput: [[6, 5, 4], [3, 2, 0]]',
      'axes: { rows: output tokens, columns: input tokens }, throughput: [[6, 3], [5, 2], [4, 0]]',
    );
    const [one, other] = [await planOf(SHARES), await planOf(turned)];
    // Tables lead: the shares are turned instead.
    expect(one.gpus[0]?.off.throughput).toEqual(TABLE);
    expect(one.workload.rows.label).toBe('input tokens');
    expect(other.workload.rows.label).toBe('output tokens');
    expect(other.workload.shares).toEqual([
      [0.1, 0.1],
      [0.2, 0.2],
      [0.3, 0.1],
    ]);
    expect(other.gpus[0]?.off.throughput).toEqual([
      [6, 3],
      [5, 2],
      [4, 0],
    ]);
  });

  it('that fall are turned round', async () => {
    const falling = SHARES.replace('edges: [0, 10, 100]', 'edges: [100, 10, 0]')
      .replace(
        '- [0.1, 0.2, 0.3]\n    - [0.1, 0.2, 0.1]',
        '- [0.1, 0.2, 0.1]\n    - [0.1, 0.2, 0.3]',
      )
      .replace('gpus:', 'throughputAxes: { rows: input tokens, columns: output tokens }\ngpus:');
    const [one, other] = [await planOf(SHARES), await planOf(falling)];
    expect(other.workload).toEqual(one.workload);
    expect(other.gpus).toEqual(one.gpus);
  });

  it('that fall leave it open how a table without axes is meant', async () => {
    const falling = SHARES.replace('edges: [0, 10, 100]', 'edges: [100, 10, 0]');
    expect(await problemsOf(falling)).toEqual([
      expect.stringContaining('gpus.small.axes: expected the axes of the table, got nothing'),
    ]);
  });

  it('of a table have to be those of the workload, buckets included', async () => {
    const other = SHARES.replace(
      'gpus:',
      'throughputAxes: { rows: { label: input tokens, edges: [0, 20, 100] }, columns: words }\ngpus:',
    );
    expect(await problemsOf(other)).toEqual([
      expect.stringMatching(
        /throughputAxes\.rows: expected the workload’s buckets \(0–10, 10–100\)/,
      ),
      expect.stringMatching(/throughputAxes\.columns: expected an axis of the workload/),
    ]);
  });

  it('are not looked at by as-printed, which does what the notebook of Mélange does', async () => {
    const text = readFileSync('scenarios/plans/melange-arena.yaml', 'utf8');
    const aligned = await planOf(text);
    const printed = await planOf(text, ['orientation=as-printed']);
    // As the notebook prints it: the first row is that of the longest answers.
    expect(printed.workload.shares[0]).toEqual([0.00054437, 0, 0, 0, 0, 0]);
    expect(aligned.workload.shares[0]?.[5]).toBe(0.00054437);
    expect(printed.workload.rows.buckets[0]).toBe('1000–2000');
    expect(printed.gpus).toEqual(aligned.gpus);
    expect(printed.remarks).toEqual([expect.stringContaining('as-printed')]);
  });
});

describe('shares', () => {
  it('that do not add up to 1 are refused, normalised, or taken as they are, as is asked', async () => {
    const text = SHARES.replace('[0.1, 0.2, 0.1]', '[0.1, 0.2, 0.35]');
    expect(await problemsOf(text)).toEqual([
      expect.stringContaining('workload.shares: expected shares that add up to 1, got 1.25'),
    ]);
    const normalised = await planOf(text, ['workload.normalise=true']);
    expect(normalised.workload.shares.flat().reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const asIs = await planOf(text, ['workload.sum=any']);
    expect(asIs.workload.shares[1]?.[2]).toBe(0.35);
    expect(asIs.remarks).toEqual([expect.stringContaining('1.25')]);
  });
});

describe('what is wrong with a plan', () => {
  it('is told all at once, with places', async () => {
    const text = `
workload:
  rate: -1
  axes:
    rows: { label: input tokens, edges: [0, 10, 10] }
    columns: { label: output tokens, edges: [0, 20, 50, 100] }
  shares:
    - [0.5, 0.2, -0.3]
    - [0.1, .nan]
gpus:
  small: { costPerHour: 0, throughput: [[6, 5, 4], [3, 2]], minimum: 3, available: 2 }
  large: { costPerHour: 1, troughput: [[1]] }
sliceFactor: 1.5
packing: boxed
`;
    expect(await problemsOf(text)).toEqual([
      'plan.yaml:3:9 workload.rate: expected a number > 0 and ≤ 1e6, got -1',
      'plan.yaml:5:41 workload.axes.rows.edges: expected edges that rise, or fall, all the way, got 10 beside 10',
      expect.stringMatching(
        /^plan\.yaml:8:\d+ workload\.shares\.0\.2: expected a number ≥ 0.*got -0\.3/,
      ),
      expect.stringMatching(/^plan\.yaml:9:\d+ workload\.shares\.1\.1: expected a number/),
      expect.stringMatching(/^plan\.yaml:11:25 gpus\.small\.costPerHour: expected/),
      expect.stringMatching(
        /gpus\.small\.throughput\.1: expected 3 columns, as in the first row, got 2/,
      ),
      expect.stringMatching(/gpus\.small\.minimum: expected at most available, 2, got 3/),
      expect.stringMatching(/gpus\.large\.throughput: expected .*got nothing/),
      expect.stringMatching(/gpus\.large\.troughput: .*did you mean "throughput"/),
      expect.stringMatching(/sliceFactor: expected a whole number/),
      expect.stringMatching(/packing: expected pooled or per-instance, got "boxed"/),
    ]);
  });

  it('includes tables of another shape, and a budget below what has to be rented', async () => {
    const text = SHARES.replace('[[6, 5, 4], [3, 2, 0]]', '[[6, 5], [3, 2]], minimum: 3');
    expect(await problemsOf(`${text}budgetPerHour: 2\n`)).toEqual([
      expect.stringContaining(
        'gpus.small.throughput: expected 2 rows (input tokens) of 3 columns (output tokens), got 2 rows of 2',
      ),
    ]);
    const rented = SHARES.replace('costPerHour: 1,', 'costPerHour: 1, minimum: 3,');
    expect(await problemsOf(`${rented}budgetPerHour: 2\n`)).toEqual([
      expect.stringContaining(
        'budgetPerHour: expected at least what the minimum counts cost, 3, got 2',
      ),
    ]);
  });

  it('is told of keys that belong to another kind of workload', async () => {
    const text = SHARES.replace('rate: 2', 'rate: 2\n  outside: drop');
    expect(await problemsOf(text)).toEqual([
      expect.stringContaining(
        'workload.outside: expected outside beside trace or lengths alone, got outside beside shares',
      ),
    ]);
  });
});

describe('confidential computing', () => {
  it('takes price and throughput from cc, and leaves out what is not known', async () => {
    const text = `${SHARES}  large:\n    costPerHour: 4\n    throughput: [[10, 10, 10], [10, 10, 10]]\n    cc: { throughputFactor: 0.9 }\n`;
    const plan = await planOf(text);
    expect(problemOf(plan, 'off').types.map(({ name }) => name)).toEqual(['small', 'large']);
    const [large, ...more] = problemOf(plan, 'cc').types;
    expect(more).toEqual([]);
    expect(large).toMatchObject({
      name: 'large',
      costPerHour: 4,
      throughput: [
        [9, 9, 9],
        [9, 9, 9],
      ],
    });
  });

  it('that changes nothing is refused: it is not known then', async () => {
    const text = SHARES.replace('costPerHour: 1,', 'costPerHour: 1, cc: {},');
    expect(await problemsOf(text)).toEqual([
      expect.stringContaining('gpus.small.cc: expected what CC changes'),
    ]);
  });
});

const TRACE = (outside: string) => `
workload: { trace: trace.csv, edges: { input: [0, 10, 100], output: [0, 50, 100] }${outside} }
gpus: { small: { costPerHour: 1, throughput: [[1, 1], [1, 1]] } }
`;

describe('a trace', () => {
  it('has to lie in the buckets, unless what lies outside is clamped or dropped', async () => {
    expect(await problemsOf(TRACE(''))).toEqual([
      expect.stringContaining(
        'workload.edges: expected buckets that hold every request, got 1 (16.7 %) of the requests outside',
      ),
    ]);
  });

  it('gives its own rate, and the last edge belongs to the last bucket', async () => {
    const { workload, outside, remarks } = await planOf(TRACE(', outside: clamp'));
    expect(workload.rate).toBe(0.6);
    // [5, 5]; [5, 50]; [10, 100] is the second row, and 100 the last column; 101 is clamped.
    expect(workload.shares.map((row) => row.map((share) => share * 6))).toEqual([
      [1, 1],
      [1, 3],
    ]);
    expect(outside).toEqual({ rule: 'clamp', count: 1, share: 1 / 6 });
    expect(remarks.join('\n')).toMatch(/0\.6 requests\/s[\s\S]*1 \(16\.7 %\)/);
  });

  it('has a lower rate where requests are dropped', async () => {
    const { workload } = await planOf(TRACE(', outside: drop, rate: 3'));
    expect(workload.rate).toBeCloseTo((3 * 5) / 6, 12);
    expect(workload.shares.flat().reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });
});

describe('distributions of lengths', () => {
  const text = (outside: string) => `
workload:
  rate: 4
  lengths:
    input: { distribution: exponential, mean: 100 }
    output: { distribution: constant, mean: 10 }
  edges: { input: [0, 100, 200], output: [0, 20] }
  outside: ${outside}
gpus: { small: { costPerHour: 1, throughput: [[1], [1]] } }
`;

  it('give each bucket its probability', async () => {
    const [one, two] = [1 - Math.exp(-1), Math.exp(-1) - Math.exp(-2)];
    const dropped = await planOf(text('drop'));
    expect(dropped.workload.rate).toBeCloseTo(4 * (one + two), 12);
    expect(dropped.workload.shares[0]?.[0]).toBeCloseTo(one / (one + two), 12);
    const clamped = await planOf(text('clamp'));
    expect(clamped.workload.rate).toBe(4);
    expect(clamped.workload.shares[1]?.[0]).toBeCloseTo(1 - one, 12);
    expect(await problemsOf(text('refuse'))).toEqual([
      expect.stringContaining('got 13.5 % of them outside'),
    ]);
  });
});

const ORIGINAL = JSON.stringify({
  gpu_info: { A10G: { cost: 1.01, tputs: [[5, 1]] } },
  workload_distribution: [[0.25, 0.75]],
  total_request_rate: 16,
  slice_factor: 2,
});

describe('the input of Mélange’s own solver', () => {
  it('is known by its content, and read as the plan that it is', async () => {
    expect(looksLikePlan(ORIGINAL)).toBe(true);
    const plan = await planOf(ORIGINAL);
    expect(plan).toMatchObject({ sliceFactor: 2, orientation: 'aligned' });
    expect(plan.workload).toMatchObject({ rate: 16, shares: [[0.25, 0.75]] });
    expect(plan.gpus[0]?.off).toEqual({ costPerHour: 1.01, throughput: [[5, 1]] });
    expect(plan.remarks).toEqual([expect.stringContaining('names no axes')]);
  });

  it('is told what is wrong with it by its own names', async () => {
    const text = ORIGINAL.replace('1.01', '-1').replace('[[5,1]]', '[[5]]').replace('16', '"x"');
    const problems = await problemsOf(text.replace('"slice_factor":2', '"slice_factor":0'));
    expect(problems.join('\n')).toMatch(
      /gpu_info\.A10G\.cost: [\s\S]*gpu_info\.A10G\.tputs[\s\S]*total_request_rate[\s\S]*slice_factor/,
    );
    expect(problems).toHaveLength(4);
    const [missing] = await problemsOf('{"gpu_info":{"A10G":{"cost":1,"tputs":[[1]]}}}');
    expect(missing).toMatch(/workload_distribution: expected shares by bucket, got nothing/);
  });

  it('can hold the notebook’s histogram, which is put right when that is said', async () => {
    const square = {
      gpu_info: {
        A: {
          cost: 1,
          tputs: [
            [5, 1],
            [4, 2],
          ],
        },
      },
      // Rows: answers, falling; columns: prompts.
      workload_distribution: [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
      total_request_rate: 1,
    };
    const plan = await planOf(JSON.stringify(square), ['orientation=notebook-histogram']);
    expect(plan.workload.shares).toEqual([
      [0.3, 0.1],
      [0.4, 0.2],
    ]);
  });
});
