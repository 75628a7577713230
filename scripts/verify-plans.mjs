/**
 * The fleets of docs/validation.md: Mélange's Arena workload at several rates, grown by simulation
 * until 99 % of the requests meet 120 ms per output token, beside the best fleet of a single type.
 *
 *   node scripts/verify-plans.mjs [router] [rate …]
 *
 * Exits with 1 if a fleet misses the target or costs more than the best single type that meets it.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const [router = 'weighted-random', ...given] = process.argv.slice(2);
const rates = given.length > 0 ? given.map(Number) : [1, 2, 4, 8, 16, 32];

console.log(
  '| requests/s | planned | attained, % | verified | $/h | attained, % | best single type | $/h |',
);
console.log('|---|---|---|---|---|---|---|---|');
for (const rate of rates) {
  const { plan, untilMet } = verified(rate);
  const { cheapest, bestSingleType } = untilMet;
  const isLow = !(lowerEnd(cheapest) >= 0.99);
  const isDear = bestSingleType !== null && cheapest.cost > bestSingleType.cost + 1e-9;
  if (isLow || isDear) process.exitCode = 1;
  const cells = [
    rate,
    fleet(plan),
    attained(plan),
    fleet(cheapest),
    cheapest.cost.toFixed(2),
    attained(cheapest),
    bestSingleType === null ? 'none' : fleet(bestSingleType),
    bestSingleType === null ? '' : bestSingleType.cost.toFixed(2),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function verified(rate) {
  const file = 'scenarios/plans/melange-arena.yaml';
  const line = ['plan', file, '--until-met', '--router', router, '--rate', String(rate), '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/sealsim.js', ...line], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) {
    console.error(`sealsim ${line.join(' ')} ended with ${status}\n${stderr}`);
    process.exit(1);
  }
  return JSON.parse(stdout).verification.off;
}

function fleet({ counts }) {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([name, count]) => `${count} × ${name}`).join(' + ');
}

/** Where replications do not vary there is no interval: then the share itself. */
function lowerEnd({ attainment: { mean, ci95 } }) {
  return ci95?.[0] ?? mean;
}

function attained({ attainment: { mean, ci95 } }) {
  const percent = (value) => (value * 100).toFixed(2);
  return ci95 === null ? percent(mean) : `${percent(mean)} [${ci95.map(percent).join(', ')}]`;
}
