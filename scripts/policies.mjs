/**
 * Measures scheduling policies on SINCERE's grid: SLA attainment over received requests, nothing
 * lost, left-overs missed, unweighted mean over arrival patterns, with 95 % intervals over
 * replications; held to the figures of scripts/policies/cells.mjs. With `--data` also on the
 * distinct recorded arrival paths, where replications differ in durations only.
 *
 *     npm run policies -- [--strategies A,B] [--replications N] [--seed S] [--data DIR]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cellsOf, MODELS } from './policies/cells.mjs';
import { measureAll } from './policies/pool.mjs';
import { line } from './policies/table.mjs';
import { distinctTraces } from './policies/traces.mjs';

const { values } = parseArgs({
  options: {
    strategies: { type: 'string', default: 'look-ahead,look-ahead+floor,proportional-fair' },
    replications: { type: 'string', default: '20' },
    seed: { type: 'string', default: '42' },
    data: { type: 'string' },
  },
});
const policies = values.strategies.split(',');
const replications = Number(values.replications);
const seed = Number(values.seed);

/** Measures all policies on one kind of arrivals and prints a table for each. */
async function report(title, means, rest) {
  const cells = cellsOf(means);
  const tasks = policies.flatMap((policy) =>
    cells.map((cell) => ({ policy, ...cell, seed, replications, ...rest })),
  );
  const results = await measureAll(tasks);
  policies.forEach((policy, at) => {
    console.log(`\n${policy}, ${title}`);
    console.log(`cell  |  attainment %  |  ${MODELS.join(' / ')}  |  least / most  |  reference`);
    cells.forEach((cell, of) => {
      console.log(line(policy, cell, results[at * cells.length + of]));
    });
  });
}

const begin = performance.now();
await report(`synthetic arrivals, ${replications} replications, seed ${seed}`, [4, 8, 12], {});
if (values.data !== undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'sealsim-policies-'));
  try {
    const traces = await distinctTraces(values.data, folder);
    const count = Object.values(traces).flat().length;
    await report(`${count} recorded arrival paths`, [4, 12], {
      traces,
      replications: Math.min(replications, 10),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`\n${((performance.now() - begin) / 1000).toFixed(0)} s`);
