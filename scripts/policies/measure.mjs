import {
  findStrategy,
  loadScenario,
  nodeFiles,
  nodeStrategies,
  Sources,
  simulate,
} from '../../dist/index.js';
import { MODELS, PATTERNS, settingsOf } from './cells.mjs';

const ports = [nodeFiles(), nodeStrategies(), new Sources()];
const file = (name) => new URL(name, import.meta.url).pathname;

/** Counts requests received and on time, by model. */
class Tally {
  constructor(slaSeconds) {
    this.slaSeconds = slaSeconds;
    this.received = MODELS.map(() => 0);
    this.onTime = MODELS.map(() => 0);
  }

  observe(fact) {
    if (fact.kind === 'arrival') this.received[fact.model]++;
    if (fact.kind !== 'batch') return;
    const { arrivals, count } = fact.requests;
    for (let at = 0; at < count; at++) {
      if (fact.completedAt - arrivals[at] < this.slaSeconds) this.onTime[fact.model]++;
    }
  }
}

/**
 * One cell of one policy: by replication the unweighted mean over patterns of the attainment over
 * received requests, and the same by model. `traces`: recorded arrivals instead of drawn ones;
 * then a pattern's attainment is the mean over its traces.
 */
export async function measure({ policy, mode, mean, sla, replications, seed, traces }) {
  const settings = [
    `seed=${seed}`,
    `tee.mode=${mode}`,
    `sla.seconds=${sla}`,
    ...settingsOf(policy),
  ];
  const rows = Array.from({ length: replications }, () => [0, ...MODELS.map(() => 0)]);
  for (const pattern of PATTERNS) {
    const sources = arrivalsOf(pattern, mean, traces);
    for (const { base, sets } of sources) {
      const request = { file: file(base), sets: [...settings, ...sets], replications };
      const scenario = await loadScenario(request, ...ports);
      rows.forEach((row, replication) => {
        const share = 1 / (PATTERNS.length * sources.length);
        attainments(scenario, sla, replication).forEach((value, at) => {
          row[at] += value * share;
        });
      });
    }
  }
  return rows;
}

function arrivalsOf(pattern, mean, traces) {
  if (traces !== undefined) {
    const paths = traces[`${pattern} ${mean}`] ?? [];
    return paths.map((path) => ({ base: 'trace.yaml', sets: [`arrivals.file=${path}`] }));
  }
  const shape = pattern === 'gamma' ? ', shape: 1' : '';
  return [{ base: 'base.yaml', sets: [`arrivals={process: ${pattern}, rate: ${mean}${shape}}`] }];
}

/** Attainment over received requests of one run: of all, and of each model. */
function attainments(scenario, slaSeconds, replication) {
  const tally = new Tally(slaSeconds);
  const strategy = findStrategy(scenario.strategy.name);
  simulate({ scenario, strategy, replication, observers: [tally] });
  const sum = (list) => list.reduce((total, count) => total + count, 0);
  const parts = tally.received.map((received, model) => tally.onTime[model] / received);
  return [sum(tally.onTime) / sum(tally.received), ...parts];
}
