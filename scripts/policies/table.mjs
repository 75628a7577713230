import jstat from 'jstat';
import { targetOf } from './cells.mjs';

/** A policy may miss its figure by so many points. */
const MARGIN = 1;

/** Mean and half-width of the 95 % interval over replications, in %. */
function estimate(values) {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half =
    count < 2
      ? Number.NaN
      : jstat.studentt.inv(0.975, count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { mean: 100 * mean, half: 100 * half };
}

/** One line of the table of a policy. */
export function line(policy, cell, rows) {
  const { mean, half } = estimate(rows.map((row) => row[0]));
  const models = rows[0]
    .slice(1)
    .map((_, model) => estimate(rows.map((row) => row[model + 1])).mean);
  const target = targetOf(policy, cell);
  const words = [
    `${cell.mode.padEnd(3)} mean ${String(cell.mean).padStart(2)} SLA ${cell.sla}`,
    `${mean.toFixed(1).padStart(5)} ± ${half.toFixed(1)}`,
    models.map((value) => value.toFixed(0).padStart(3)).join(' /'),
    (Math.min(...models) / Math.max(...models)).toFixed(2),
    target === undefined ? '' : verdict(mean, half, target),
  ];
  return words.join('  |  ');
}

function verdict(mean, half, target) {
  const difference = mean - target;
  const holds = difference - half > -MARGIN;
  const words = holds ? 'not inferior' : difference > -MARGIN ? 'not decided' : 'INFERIOR';
  return `${difference >= 0 ? '+' : ''}${difference.toFixed(1)} to ${target}: ${words}`;
}
