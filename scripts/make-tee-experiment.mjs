/**
 * `node scripts/make-tee-experiment.mjs OUT [--seed N]`: a tree of benchmark results with the TEE on
 * and off whose truth is known, to try `sealsim analyze` on.
 *
 *     OUT/<experiment>/<condition>/tee_on|tee_off/repetition_<n>.json
 *     OUT/<experiment>/<condition>/tee_on|tee_off/repetition_<n>_power_metrics.csv
 *     OUT/truth.json
 *
 * The JSON has the keys of vLLM's `bench serve`, the CSV those of nvidia-smi at 1 Hz. Nothing in it
 * was measured: every number follows from the model below, and from noise by the seed.
 *
 * The server keeps at most `slots` requests in its batch. With c clients, b = min(c, slots):
 *
 *     step(b)    = step.fixed + step.perSequence · b          time per output token (TPOT)
 *     service(b) = prefill.fixed + prefill.perToken · input + (output − 1) · step(b)
 *     requests/s = b / service(b)                              each slot is always taken
 *     E2E        = c / (requests/s)                            Little's law
 *     TTFT       = E2E − (output − 1) · step(b)
 *
 * The TEE adds to each of `step.fixed`, `prefill.fixed` and `prefill.perToken`. So its share falls as
 * batches grow, and what it adds to a request is fixed + per input token + per output token. Beyond
 * `slots` clients throughput is flat: that is the knee. Power is drawn at 1 Hz: idle with a chance of
 * `idleShare`, else active.
 *
 * Noise: all times of a run have a common factor, its power another (log-normal, 1 % each), each
 * request a third (10 %), each sample of power is off by 2 W.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { normals, runOf } from './tee-experiment/runs.mjs';
import { conditions, truthOf } from './tee-experiment/truth.mjs';

const REPETITIONS = 5;

/**
 * The runs of a tree and what is true of them. The same seed gives the same.
 * @param {number} seed a whole number from 0.
 */
export function makeTeeExperiment(seed) {
  const all = conditions();
  const runs = all.flatMap((condition, at) =>
    ['off', 'cc'].flatMap((mode, side) =>
      Array.from({ length: REPETITIONS }, (_, repetition) => {
        const draw = normals([seed, at, side, repetition]);
        return { ...place(condition, mode, repetition), ...runOf(condition, mode, draw) };
      }),
    ),
  );
  return { truth: truthOf(all), runs };
}

function place({ experiment, condition }, mode, repetition) {
  return { experiment, condition, mode, repetition };
}

/** As nvidia-smi writes it: `timestamp, power.draw [W], utilization.gpu [%]`. */
export function powerCsv(power) {
  const rows = power.map(({ second, watts, utilizationPercent }) => {
    const time = new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
    const stamp = time.replaceAll('-', '/').replace('T', ' ').replace('Z', '');
    return `${stamp}, ${watts.toFixed(2)} W, ${utilizationPercent} %`;
  });
  return `${['timestamp, power.draw [W], utilization.gpu [%]', ...rows].join('\n')}\n`;
}

/** Writes a tree below a folder. */
export function writeTeeExperiment(folder, { truth, runs }) {
  for (const { experiment, condition, mode, repetition, result, power } of runs) {
    const side = mode === 'cc' ? 'tee_on' : 'tee_off';
    const place = join(folder, experiment, condition, side);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `repetition_${repetition}.json`), JSON.stringify(result));
    writeFileSync(join(place, `repetition_${repetition}_power_metrics.csv`), powerCsv(power));
  }
  writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
}

function main() {
  const { values, positionals } = parseArgs({
    options: { seed: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const [folder] = positionals;
  const seed = Number(values.seed);
  if (folder === undefined || !Number.isSafeInteger(seed) || seed < 0) {
    console.error('usage: node scripts/make-tee-experiment.mjs OUT [--seed N]');
    process.exitCode = 2;
    return;
  }
  const made = makeTeeExperiment(seed);
  writeTeeExperiment(folder, made);
  console.log(`${made.runs.length} runs in ${folder}; what is true of them: truth.json`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
