/**
 * Measures sweeps: wall time, processor time and peak memory of whole processes, from the start of
 * the command until all results are safe on the disk; and how well two threads share the work.
 *
 *     npm run bench:sweep -- [--sweep FILE] [--replications N] [--pairs N]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    sweep: {
      type: 'string',
      default: new URL('../scenarios/sweeps/sincere-paper.yaml', import.meta.url).pathname,
    },
    replications: { type: 'string' },
    pairs: { type: 'string', default: '5' },
  },
});

const command = new URL('../dist/sealsim.js', import.meta.url).pathname;
const usage = new URL('bench/usage.mjs', import.meta.url).href;

/** Simulates the sweep with so many threads, into a folder that is removed. */
function measure(jobs) {
  const folder = mkdtempSync(join(tmpdir(), 'sealsim-bench-'));
  const options = ['--jobs', String(jobs), '--out', folder];
  if (values.replications !== undefined) options.push('--replications', values.replications);
  const words = ['--import', usage, command, 'sweep', values.sweep, ...options];
  try {
    const begin = performance.now();
    const child = spawnSync(process.execPath, words, {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    const seconds = (performance.now() - begin) / 1000;
    if (child.status !== 0) throw new Error(`exit code ${child.status}: ${words.join(' ')}`);
    const [first] = child.stdout.toString().split('\n');
    return { seconds, first, ...JSON.parse(child.output[3].toString()) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

function row(name, runs) {
  const of = (key) => runs.map((run) => run[key]);
  console.log(
    `${name.padEnd(12)}${median(of('seconds')).toFixed(1).padStart(7)} s  ` +
      `${median(of('cpuSeconds')).toFixed(1).padStart(7)} s CPU  ` +
      `${Math.max(...of('mib'))
        .toFixed(0)
        .padStart(5)} MiB at most`,
  );
}

const pairs = Number(values.pairs);
const one = [];
const two = [];
// In turn, so that a slow minute hits both.
for (let pair = 0; pair < pairs; pair++) {
  one.push(measure(1));
  two.push(measure(2));
}
const efficiencies = one.map(({ seconds }, pair) => seconds / (2 * two[pair].seconds));
console.log(
  `Node ${process.version}, ${process.arch}, ${cpus().length} processors; medians of ${pairs} pairs`,
);
console.log(`${two[0].first}\n`);
row('1 thread', one);
row('2 threads', two);
console.log(
  `\nT(1) / (2 T(2)): ${median(efficiencies).toFixed(3)}  ` +
    `(${efficiencies.map((each) => each.toFixed(3)).join(', ')})`,
);
