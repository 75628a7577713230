/**
 * `npm run bench`: what the simulator costs, in CPU seconds (user + system) and memory of whole
 * processes, start-up included. The simulator and a minimal hand-written loop of the same model
 * (bench/baseline-loop.mjs) are run in turn, so that their ratio holds on a noisy machine.
 *
 *     npm run bench -- [--requests 1e7] [--runs 5]
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1e7' },
    runs: { type: 'string', default: '5' },
  },
});
const requests = Number(values.requests);
const runs = Number(values.runs);

const command = new URL('../dist/sealsim.js', import.meta.url).pathname;
const usage = new URL('bench/usage.mjs', import.meta.url).href;
const loop = new URL('bench/baseline-loop.mjs', import.meta.url).pathname;
const throughput = new URL('bench/throughput.yaml', import.meta.url).pathname;
const quickStart = new URL('../scenarios/quick-start.yaml', import.meta.url).pathname;

/** Runs a script in a process of its own; its result, CPU seconds and peak memory. */
function measure(...script) {
  const child = spawnSync(process.execPath, ['--import', usage, ...script], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    maxBuffer: 1 << 28,
  });
  if (child.status !== 0) throw new Error(`exit code ${child.status}: ${script.join(' ')}`);
  return { result: child.stdout.toString(), ...JSON.parse(child.output[3].toString()) };
}

function simulate(latency) {
  const duration = `durationSeconds=${requests / 2}`;
  const mode = `metrics.latency=${latency}`;
  return measure(command, 'run', throughput, '--json', '--set', duration, '--set', mode);
}

function median(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Interleaves the subjects, so that a slow minute hits all of them. */
function interleave(subjects) {
  const found = subjects.map(() => []);
  for (let run = 0; run < runs; run++) {
    subjects.forEach((subject, i) => {
      found[i].push(subject());
    });
  }
  return found;
}

function row(name, measured, served) {
  const cpu = median(measured.map(({ cpuSeconds }) => cpuSeconds));
  const mib = median(measured.map((run) => run.mib));
  const rate = served === undefined ? '' : `${(served / cpu / 1e6).toFixed(2)} M requests/CPU s`;
  console.log(
    `${name.padEnd(34)}${cpu.toFixed(2)} s CPU  ${mib.toFixed(0).padStart(4)} MiB  ${rate}`,
  );
  return cpu;
}

const [exact, histogram, baseline, startUp, empty] = interleave([
  () => simulate('exact'),
  () => simulate('histogram'),
  () => measure(loop, String(requests)),
  () => measure(command, 'run', quickStart),
  () => measure('--eval', '0'),
]);

const summary = JSON.parse(exact[0].result);
const served = summary.requests.received;
const utilisation = 1 - summary.gpu.idleShare;
console.log(`Node ${process.version}, ${process.arch}; medians of ${runs} runs, whole processes`);
console.log(`${served} requests, GPU utilisation ${utilisation.toFixed(3)}\n`);
const exactCpu = row('simulator, exact quantiles', exact, served);
row('simulator, histogram', histogram, served);
const baselineCpu = row('hand-written loop', baseline, served);
row('sealsim run quick-start', startUp);
row('empty node process', empty);
console.log(
  `\nsimulator / hand-written loop: ${(exactCpu / baselineCpu).toFixed(2)} × its CPU time`,
);
