import { demandsOf } from '../../planning/demand.js';
import { type SingleType, savingAgainst } from '../../planning/singles.js';
import type { Fleet, PlanProblem, Shortfall } from '../../planning/types.js';
import { TEE_LABELS } from '../figures/labels.js';
import { NOTHING, printable } from '../format.js';
import { renderTable } from '../text-table.js';
import { bucketGrid, bucketName } from './bucket-grid.js';
import { premiumOf } from './plan-json.js';
import { fleetOf, type ModeReport, money, type PlanReport } from './report.js';

/** A plan as text: the fleet, where buckets go, and what fleets of one type would cost. */
export function planText(report: PlanReport): string {
  const { plan, modes } = report;
  const parts = [
    heading(report),
    ...modes.map((mode) => modePart(mode, report)),
    ...premiumPart(report),
    ...(plan.remarks.length === 0 ? [] : [plan.remarks.map((text) => `note: ${text}`).join('\n')]),
    timesLine(report),
    'A model of tables: it knows rates and throughput, no bursts and no queues (docs/planning.md).',
  ];
  return `${parts.map(lines).join('\n\n')}\n`;
}

/** Lines as a terminal may show them. */
function lines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function heading({ plan }: PlanReport): string {
  const { workload, headroom, sliceFactor, packing, budgetPerHour, orientation } = plan;
  const total = workload.shares.flat().reduce((sum, share) => sum + share, 0);
  const parts = [
    `${digits(workload.rate * total)} requests/s`,
    ...(headroom === 0 ? [] : [`${digits(headroom * 100)} % headroom`]),
    `slice factor ${sliceFactor}`,
    packing,
    ...(orientation === 'aligned' ? [] : [orientation]),
    ...(budgetPerHour === null ? [] : [`budget ${digits(budgetPerHour)} $/h`]),
  ];
  const slos = new Set(plan.gpus.map(({ slo }) => slo ?? 'not stated'));
  return `${plan.name}: ${parts.join(', ')}\nSLO of the tables: ${[...slos].join('; ')}`;
}

function modePart(mode: ModeReport, { modes, plan }: PlanReport): string {
  const { solved, leftOut, problem } = mode;
  const title = modes.length > 1 || mode.mode === 'cc' ? `${TEE_LABELS[mode.mode]}: ` : '';
  const left = leftOut.length === 0 ? [] : [`not known with CC, left out: ${leftOut.join(', ')}`];
  const { outcome } = solved;
  if (outcome.status === 'infeasible') {
    const why = outcome.shortfalls.map((each) => shortfallLine(problem, each));
    const what =
      plan.budgetPerHour === null
        ? 'no fleet serves everything'
        : 'the minimum counts cost more than the budget';
    return [`${title}${what}`, ...(plan.budgetPerHour === null ? why : []), ...left].join('\n');
  }
  const fleet = fleetOf(mode);
  const status = outcome.status === 'optimal' ? 'proved to be the best' : stoppedText(mode);
  if (fleet === null) return [`${title}no fleet found: ${status}`, ...left].join('\n');
  const goal = plan.budgetPerHour === null ? 'cheapest fleet' : 'fleet that serves most';
  return [
    `${title}${goal}, ${status}`,
    fleetTable(problem, fleet),
    ...servedLines(problem, fleet),
    '',
    bucketGrid(problem, fleet),
    ...cannotLines(mode),
    '',
    singlesTable(mode, fleet),
    ...left,
  ].join('\n');
}

function stoppedText({ solved: { outcome } }: ModeReport): string {
  if (outcome.status !== 'time-limit') return '';
  const { gap, bound } = outcome;
  const known = bound === null ? 'nothing is proved' : `none is better than ${digits(bound)}`;
  return `stopped by --time-limit, ${gap === null ? known : `at most ${digits(gap * 100)} % from the best (${known})`}`;
}

function fleetTable({ types }: PlanProblem, fleet: Fleet): string {
  const total = fleet.counts.reduce((sum, count) => sum + count, 0);
  const instances = fleet.instanceLoads;
  return renderTable({
    head: ['GPU', 'count', '$/h each', '$/h', 'load', 'utilisation, %'],
    rows: [
      ...types.map(({ name, costPerHour }, at) => {
        const [count = 0, load = 0] = [fleet.counts[at], fleet.loads[at]];
        const spread = instances === null ? '' : spreadOf(instances[at] ?? []);
        return [
          name,
          String(count),
          digits(costPerHour),
          cents(costPerHour * count),
          load.toFixed(4),
          count === 0 ? NOTHING : `${((100 * load) / count).toFixed(1)}${spread}`,
        ];
      }),
      ['total', String(total), '', cents(fleet.costPerHour), '', ''],
    ],
    textColumns: 1,
  });
}

/** The least and the most loaded GPU of a type. */
function spreadOf(loads: readonly number[]): string {
  if (loads.length < 2) return '';
  const [least, most] = [Math.min(...loads), Math.max(...loads)];
  return ` (${(least * 100).toFixed(0)} to ${(most * 100).toFixed(0)})`;
}

/** What a budget does not buy. */
function servedLines(problem: PlanProblem, fleet: Fleet): readonly string[] {
  if (problem.budgetPerHour === null) return [];
  const all = demandsOf(problem).reduce((sum, each) => sum + each.sliceRate * each.slices, 0);
  const share = (100 * fleet.servedRate) / all;
  return [
    `serves ${digits(fleet.servedRate)} of ${digits(all)} requests/s (${share.toFixed(1)} %)`,
  ];
}

function cannotLines({ singles, problem }: ModeReport): readonly string[] {
  return singles.flatMap(({ name, cannotServe }) =>
    cannotServe.length === 0
      ? []
      : [`${name} cannot serve (throughput 0): ${bucketNames(problem, cannotServe)}`],
  );
}

const MOST_NAMED = 6;

function bucketNames(problem: PlanProblem, buckets: SingleType['cannotServe']): string {
  const named = buckets.slice(0, MOST_NAMED).map((bucket) => bucketName(problem, bucket));
  const more = buckets.length - named.length;
  return `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function singlesTable({ singles, problem }: ModeReport, fleet: Fleet): string {
  const servesAll = problem.budgetPerHour === null;
  const of = problem.packing === 'pooled' ? '' : ', pooled: the least that it can be';
  const table = renderTable({
    head: ['', 'count', '$/h', 'load', 'saving, %', ''],
    rows: singles.map((single) => [
      `${single.name} alone`,
      single.fleet === null ? NOTHING : String(single.fleet.counts.reduce((a, b) => a + b, 0)),
      single.fleet === null ? NOTHING : cents(single.fleet.costPerHour),
      single.load === null ? NOTHING : single.load.toFixed(4),
      single.fleet === null || !servesAll
        ? NOTHING
        : (100 * savingAgainst(single.fleet, fleet)).toFixed(2),
      whyNot(single),
    ]),
    textColumns: 1,
  });
  return `fleets of one kind${of}\n${table}`;
}

function whyNot({ cannotServe, short }: SingleType): string {
  if (cannotServe.length > 0) return `cannot serve ${cannotServe.length} buckets`;
  return short === null ? '' : `needs ${short.needed}, ${short.available} available`;
}

function shortfallLine(problem: PlanProblem, shortfall: Shortfall): string {
  const { limit, unserved } = shortfall;
  const why = {
    throughput: 'no GPU can serve it (throughput 0 in every table)',
    availability: `${(unserved * 100).toFixed(1)} % of it stays without a GPU: all that can serve it are in use (available: ${availableFor(problem, shortfall)})`,
    instance: 'one slice of it is more than any GPU takes: raise sliceFactor, or pack pooled',
  };
  return `  ${bucketName(problem, shortfall)}: ${why[limit]}`;
}

/** The types that serve a bucket, with how many there are. */
function availableFor({ types }: PlanProblem, { row, column }: Shortfall): string {
  return types
    .filter(({ throughput }) => (throughput[row]?.[column] ?? 0) > 0)
    .map(({ name, most }) => `${name} ${Number.isFinite(most) ? most : 'without limit'}`)
    .join(', ');
}

function premiumPart(report: PlanReport): readonly string[] {
  const premium = premiumOf(report);
  if (premium === null) return [];
  const fleets = report.modes.map((mode) => ({ mode, fleet: fleetOf(mode) }));
  const names = report.plan.gpus.map(({ name }) => name);
  const table = renderTable({
    head: ['', ...names, '$/h'],
    rows: fleets.map(({ mode: { mode, problem }, fleet }) => [
      TEE_LABELS[mode],
      ...names.map((name) => {
        const at = problem.types.findIndex((type) => type.name === name);
        return at < 0 ? NOTHING : String(fleet?.counts[at] ?? 0);
      }),
      cents(fleet?.costPerHour ?? Number.NaN),
    ]),
    textColumns: 1,
  });
  const { gpus, costPerHour, share } = premium;
  const line = `confidential computing costs ${signed(gpus)} GPUs, ${signed(costPerHour)} $/h (${signed(Number((share * 100).toFixed(2)))} %)`;
  return [`${table}\n${line}`];
}

function timesLine({ loadSeconds, modes }: PlanReport): string {
  const times = modes.map(({ solved }) => `${solved.solveSeconds.toFixed(3)} s`).join(' + ');
  const load = loadSeconds === null ? '' : ` (library loaded in ${loadSeconds.toFixed(3)} s)`;
  return `solved in ${times}${load}`;
}

function signed(value: number): string {
  return value >= 0 ? `+${value}` : `−${-value}`;
}

/** Whole cents as such; prices may have smaller parts. */
function cents(value: number): string {
  const shown = money(value);
  return Number(shown.toFixed(2)) === shown ? shown.toFixed(2) : String(shown);
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
