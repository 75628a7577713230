/**
 * `npm run bench:policies`: what a strategy's decisions cost. For each strategy a run is recorded:
 * every call of a hook with all that could be seen at it. The calls are then made again, to a new
 * instance with a plain view, over and over; the CPU time of all calls is divided by the number of
 * batches that were released in them. Strategies take turns, so that a slow moment of the machine
 * hits all of them.
 *
 *     npm run bench:policies -- [--strategies edf,greedy] [--models 3,30,300] [--rate 4] [--passes 15]
 *
 * With more models than the profile has, the same three come again under other names and share
 * the arrivals.
 */
import { parseArgs } from 'node:util';
import {
  findStrategy,
  loadScenario,
  nodeFiles,
  nodeStrategies,
  strategyRegistry,
} from '../dist/index.js';
import { record, replay } from './bench/replay.mjs';

const { values } = parseArgs({
  options: {
    strategies: { type: 'string' },
    models: { type: 'string', default: '3,30,300' },
    rate: { type: 'string', default: '4' },
    passes: { type: 'string', default: '15' },
  },
});
const BASELINE = 'greedy';
const names = values.strategies?.split(',') ?? strategyRegistry.map(({ name }) => name);
const passes = Number(values.passes);
const file = new URL('bench/policies.yaml', import.meta.url).pathname;

/** Calls that are kept: so many that the queues of all of them fit in memory. */
const KEPT = { 3: 6000, 30: 3000, 300: 600 };
/** Each timing repeats the calls until it has taken so long, ms of CPU time. */
const LONG_ENOUGH = 20;

async function scenarioOf(name, modelCount) {
  const sets = [`arrivals.rate=${values.rate}`, `strategy.name=${name}`];
  const loaded = await loadScenario({ file, sets }, nodeFiles(), nodeStrategies());
  return multiplied(loaded, modelCount / loaded.models.length);
}

/** The same scenario with each model `times` times, the arrivals shared between them. */
function multiplied(scenario, times) {
  const again = (list) => Array.from({ length: times }, () => list).flat();
  const { timing, workload } = scenario;
  const named = (list) =>
    again(list).map((model, at) => ({ ...model, name: `${model.name}-${at}` }));
  const models = named(timing.models);
  return {
    ...scenario,
    models: models.map(({ name }) => name),
    slaSeconds: again(scenario.slaSeconds),
    timing: {
      ...timing,
      models,
      believed: { off: again(timing.believed.off), cc: again(timing.believed.cc) },
    },
    workload: {
      ...workload,
      mix: again(workload.mix).map((share) => share / times),
      modelCount: models.length,
    },
  };
}

async function subjectOf(name, modelCount) {
  const definition = findStrategy(name);
  const scenario = await scenarioOf(name, modelCount);
  const recorded = record(scenario, definition, KEPT[modelCount] ?? 600);
  return { name, definition, recorded, times: [] };
}

/** µs of one pass for each batch that was released in it. */
function measure({ definition, recorded }) {
  let total = 0;
  let repetitions = 0;
  while (total < LONG_ENOUGH) {
    total += replay(recorded, definition);
    repetitions++;
  }
  return (1000 * total) / repetitions / recorded.releases;
}

function median(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

async function measureAll(modelCount) {
  const subjects = [];
  for (const name of new Set([BASELINE, ...names]))
    subjects.push(await subjectOf(name, modelCount));
  const measurable = subjects.filter(({ recorded }) => recorded.releases > 0);
  // The first pass is for the compiler.
  for (let pass = 0; pass <= passes; pass++) {
    for (const subject of measurable) {
      const cost = measure(subject);
      if (pass > 0) subject.times.push(cost);
    }
  }
  const baseline = median(subjects[0].times);
  console.log(
    `\n${modelCount} models${' '.repeat(24)}µs/batch  least  × ${BASELINE}  batches  calls/batch  waiting`,
  );
  for (const { name, times, recorded } of measurable) {
    const { calls, releases } = recorded;
    const waiting = calls.reduce(
      (sum, { state }) => sum + state.queues.flatMap((q) => q.length).reduce((a, b) => a + b, 0),
      0,
    );
    const cells = [
      median(times).toFixed(2).padStart(8),
      Math.min(...times)
        .toFixed(2)
        .padStart(6),
      (median(times) / baseline).toFixed(1).padStart(10),
      String(releases).padStart(9),
      (calls.length / releases).toFixed(1).padStart(12),
      (waiting / calls.length).toFixed(0).padStart(9),
    ];
    console.log(name.padEnd(32), ...cells);
  }
}

console.log(`Node ${process.version}, ${process.arch}; medians of ${passes} passes`);
for (const modelCount of values.models.split(',').map(Number)) await measureAll(modelCount);
