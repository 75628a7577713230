import { formatValue, printable } from '../format.js';
import { renderTable } from '../text-table.js';
import { type BoundGridReport, type BoundReport, share, totalsOf } from './report.js';

/** Bounds as text: what is possible, what policies reach, and for which models, cell by cell. */
export function boundText(grid: BoundGridReport): string {
  const texts = grid.cells.map((report) => boundTable(report, grid));
  return `${[...texts, MEANS].join('\n\n')}\n`;
}

const MEANS =
  'Every duration is its mean, for the bound, the schedule and the policies alike: docs/bound.md.';

function boundTable(report: BoundReport, { axes }: Pick<BoundGridReport, 'axes'>): string {
  const { name, settings, models, replications } = report;
  const title = [name, ...axes.map(({ path }, axis) => `${path}=${settings[axis]}`)].join(' ');
  const totals = totalsOf(report);
  const attained = (onTime: number): string => percent(share(onTime, totals.received));
  const ofModels = (onTime: readonly number[]): string[] =>
    onTime.map((count, model) => percent(share(count, totals.receivedByModel[model] ?? 0)));
  const blank = models.map(() => '');
  const table = renderTable({
    head: ['', 'on time', 'of received, %', 'of bound, %', 'of feasible, %', ...models],
    rows: [
      ['trivial bound', String(totals.trivial), attained(totals.trivial), '', '', ...blank],
      ['bound', String(totals.bound), attained(totals.bound), '', '', ...blank],
      [
        ...['clairvoyant schedule', String(totals.feasible), attained(totals.feasible)],
        ...[percent(share(totals.feasible, totals.bound)), ''],
        ...ofModels(totals.feasibleByModel),
      ],
      ...totals.policies.map(({ strategy, onTime, onTimeByModel }) => [
        ...[strategy, String(onTime), attained(onTime)],
        ...[percent(share(onTime, totals.bound)), percent(share(onTime, totals.feasible))],
        ...ofModels(onTimeByModel),
      ]),
    ],
    textColumns: 1,
  });
  const gap = share(totals.bound - totals.feasible, totals.received);
  const runs = replications.length === 1 ? '' : `, ${replications.length} replications together`;
  return [
    `${printable(title)}: ${totals.received} requests received${runs}`,
    '',
    table,
    '',
    `certified gap: ${percent(gap)} points (bound − clairvoyant schedule)`,
    ...replications.map(endLine),
  ].join('\n');
}

function percent(value: number): string {
  return formatValue(value, 'fraction');
}

function endLine({ replication, possible }: BoundReport['replications'][number]): string {
  const { slotSeconds, steps, ended } = possible;
  const grid = slotSeconds === null ? 'no grid' : `grid down to ${slotSeconds} s`;
  const why = {
    optimal: 'the schedule is as good as the bound',
    steps: 'all steps done',
    time: 'stopped by --time-limit: another machine may come to another bound',
  };
  return `replication ${replication}: ${grid}, ${steps} steps; ${why[ended]}`;
}
