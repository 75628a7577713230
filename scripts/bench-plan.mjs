/**
 * How long `sealsim plan` takes to prove the cheapest fleet, without loading the solver: 48 buckets
 * and four kinds of GPU, workloads and tables drawn at random around Mélange's, cut into 480 and
 * 4,800 slices; and how many slices it packs per instance within 10 s.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [ROWS, COLUMNS] = [6, 8];
const PRICES = { L4: 0.7, A10G: 1.01, A100: 3.67, H100: 7.516 };
/** Times the work of an A10G, for short requests and for long ones. */
const SPEEDS = { L4: [0.8, 0.5], A10G: [1, 1], A100: [1.5, 4.5], H100: [3.5, 10] };
const RATE = 16;

/** Numbers in [0, 1) that are the same on every machine (mulberry32). */
function uniforms(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function table(cell) {
  return Array.from({ length: ROWS }, (_, row) =>
    Array.from({ length: COLUMNS }, (_, column) => cell(row, column)),
  );
}

function instance(seed, sliceFactor) {
  const next = uniforms(seed);
  const weights = table(() => next() + 0.02);
  const sum = weights.flat().reduce((all, weight) => all + weight, 0);
  const gpus = Object.entries(PRICES).map(([name, cost]) => {
    const [short, long] = SPEEDS[name];
    const tputs = table((row, column) => {
      const size = (row / (ROWS - 1) + column / (COLUMNS - 1)) / 2;
      const alone = 30 * 0.004 ** size;
      return alone * (short + (long - short) * size) * (0.8 + 0.4 * next());
    });
    return [name, { cost, tputs }];
  });
  return {
    gpu_info: Object.fromEntries(gpus),
    workload_distribution: weights.map((row) => row.map((weight) => weight / sum)),
    total_request_rate: RATE,
    slice_factor: sliceFactor,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'sealsim-plan-'));

function solve(seed, sliceFactor, ...options) {
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(instance(seed, sliceFactor)));
  const text = execFileSync(
    process.execPath,
    ['dist/sealsim.js', 'plan', file, '--json', ...options],
    {
      encoding: 'utf8',
    },
  );
  const { status, cost, solver, modes } = JSON.parse(text);
  return {
    status,
    cost,
    seconds: solver.solveSeconds.off,
    load: solver.loadSeconds,
    gap: modes.off.gap,
  };
}

const SEEDS = Array.from({ length: Number(process.argv[2] ?? 10) }, (_, at) => at + 1);
try {
  for (const [sliceFactor, packing, limit] of [
    [10, 'pooled', 60],
    [100, 'pooled', 60],
    [1, 'per-instance', 10],
    [2, 'per-instance', 10],
    [5, 'per-instance', 10],
    [10, 'per-instance', 10],
  ]) {
    const runs = SEEDS.map((seed) =>
      solve(seed, sliceFactor, '--packing', packing, '--time-limit', String(limit)),
    );
    const seconds = runs.map((run) => run.seconds).toSorted((a, b) => a - b);
    const proved = runs.filter(({ status }) => status === 'optimal').length;
    const gaps = runs.map(({ gap }) => gap ?? 0);
    console.log(
      `${ROWS * COLUMNS * sliceFactor} slices, ${packing}: proved ${proved} of ${runs.length}, ` +
        `median ${seconds[Math.floor(seconds.length / 2)].toFixed(3)} s, most ${seconds.at(-1).toFixed(3)} s, ` +
        `largest gap ${(100 * Math.max(...gaps)).toFixed(2)} %`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
