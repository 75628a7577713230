import type { Measurement } from '../measurement.js';
import { type Cell, MODES } from './cells.js';
import { energyOf } from './energy.js';
import { onTimeOf } from './operations.js';

/** Lengths of repetitions that differ by more than this share are not of one workload. */
const SAME_LENGTH = 0.1;
/** Files are named as long as there are few. */
const NAMED = 3;

/** What the reader of the analysis has to know of a run: failures, modes that are not said. */
export function runWarnings(runs: readonly Measurement[]): readonly string[] {
  return [
    ...runs.flatMap(failureOf),
    ...named('the TEE mode is not said, so it is compared with nothing', runs, ({ teeMode }) => {
      return teeMode === null;
    }),
    ...named('it does not say how long it took: no cost', runs, ({ durationSeconds }) => {
      return durationSeconds === null;
    }),
  ];
}

function failureOf({ id, requests }: Measurement): readonly string[] {
  const { failed, incomplete, total } = requests;
  const parts = [
    ...((failed ?? 0) > 0 ? [`${failed} failed`] : []),
    ...((incomplete ?? 0) > 0 ? [`${incomplete} were not completed`] : []),
  ];
  const of = total === null ? 'requests' : `of ${total} requests`;
  return parts.length === 0 ? [] : [`${id}: ${of}, ${parts.join(' and ')}`];
}

/** What the reader has to know of cells: a mode without the other, lengths that do not agree. */
export function cellWarnings(
  cells: readonly Cell[],
  label: (cell: Cell) => string,
): readonly string[] {
  return cells.flatMap((cell) => {
    const { runs } = cell;
    const found: string[] = [];
    if ((runs.off.length === 0) !== (runs.cc.length === 0)) {
      found.push(`${label(cell)}: no run with the TEE ${runs.off.length === 0 ? 'off' : 'on'}`);
    }
    found.push(...MODES.flatMap((mode) => mistakenOf(label(cell), runs[mode])));
    const all = MODES.flatMap((mode) => runs[mode]);
    for (const [what, of] of [
      ['input', (run: Measurement) => run.inputTokens?.mean ?? null],
      ['output', (run: Measurement) => run.outputTokens?.mean ?? null],
    ] as const) {
      const known = all.map(of).filter((length) => length !== null);
      const [least, most] = [Math.min(...known), Math.max(...known)];
      if (known.length > 1 && most > least * (1 + SAME_LENGTH)) {
        const range = `${least.toFixed(0)} to ${most.toFixed(0)}`;
        found.push(`${label(cell)}: mean ${what} lengths of its runs are ${range} tokens`);
      }
    }
    return found;
  });
}

/** Runs that may be no repetitions of each other, though they are taken as such. */
function mistakenOf(label: string, runs: readonly Measurement[]): readonly string[] {
  const unsaid = runs.filter(
    ({ condition, repetition }) => condition === null && repetition === null,
  );
  const which = runs.flatMap((run) => repetitionOf(run) ?? []);
  const twice = which.find((each, at) => which.indexOf(each) < at);
  const same = runs.filter((run) => repetitionOf(run) === twice);
  const names = (all: readonly Measurement[]): string => all.map(({ id }) => id).join(', ');
  const text = 'taken as repetitions of one setting';
  return [
    ...(unsaid.length > 1
      ? [`${label}: ${text}, as they differ in nothing that they say: ${names(unsaid)}`]
      : []),
    ...(twice === undefined
      ? []
      : [`${label}: ${text}, though several are ${twice}: ${names(same)}`]),
    ...unlikeOf(runs).map((parts) => `${label}: ${text}, though they differ in ${parts}`),
  ];
}

/** Replications of simulations with other seeds have the same numbers, and are no less repetitions. */
function repetitionOf({ simulation, repetition }: Measurement): string | null {
  if (simulation !== null) return simulation.randomNumbers;
  return repetition === null ? null : `repetition ${repetition}`;
}

/** Which parts of their scenarios simulated runs differ in, and an example; nothing if in none. */
function unlikeOf(runs: readonly Measurement[]): readonly string[] {
  const [first, ...others] = runs;
  for (const other of others) {
    const one = first?.simulation?.settings;
    const two = other.simulation?.settings;
    if (first === undefined || one === undefined || two === undefined) continue;
    const parts = [...new Set([...Object.keys(one), ...Object.keys(two)])];
    const unlike = parts.filter((part) => one[part] !== two[part]);
    if (unlike.length > 0) return [`${unlike.join(', ')}: ${first.id}, ${other.id}`];
  }
  return [];
}

/** Which runs have no power, or power that does not fit the run. */
export function powerWarnings(
  runs: readonly Measurement[],
  idleWatts: number | null,
): readonly string[] {
  const notes = runs.flatMap((run) => {
    if (run.power === null) return [];
    const energy = energyOf(run.power, run.durationSeconds, idleWatts);
    if (energy === null) return [`${run.power.file}: fewer than two samples of power`];
    return energy.notes.map((note) => `${run.power?.file}: ${note}`);
  });
  const unsaid = runs.filter(({ power }) => power !== null && power.utilization === null);
  const idle = idleWatts !== null ? [] : unsaid;
  return [
    ...notes,
    ...named('no samples of power', runs, ({ power }) => power === null),
    ...named('no utilisation, so nothing is idle: give --idle-watts', runs, (run) =>
      idle.includes(run),
    ),
  ];
}

/** Why requests on time are not known. */
export function onTimeWarnings(
  runs: readonly Measurement[],
  slaSeconds: number | null,
): readonly string[] {
  const reasons = runs.map((run) => onTimeOf(run, slaSeconds).reason);
  const none = runs.filter((run) => onTimeOf(run, slaSeconds).requests === 0);
  const different = [...new Set(reasons)].filter((reason) => reason !== null);
  return [
    ...different.flatMap((reason) => named(reason, runs, (_, at) => reasons[at] === reason)),
    ...named('no request is on time: there is no price of one', runs, (run) => none.includes(run)),
  ];
}

/** One line for all runs of a kind; none if there is none. */
function named(
  text: string,
  runs: readonly Measurement[],
  test: (run: Measurement, at: number) => boolean,
): readonly string[] {
  const found = runs.filter(test);
  if (found.length === 0) return [];
  if (found.length === runs.length && runs.length > NAMED)
    return [`all ${runs.length} runs: ${text}`];
  const few = found.length <= NAMED;
  const names = found.slice(0, few ? NAMED : 1).map(({ id }) => id);
  const more = few ? '' : ` and ${found.length - 1} more`;
  return [`${names.join(', ')}${more}: ${text}`];
}
