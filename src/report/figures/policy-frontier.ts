import type { SweepResults } from '../../experiment/results/types.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { meanOf } from '../../metrics/sample.js';
import { boundRows } from './bound-rows.js';
import { cellsCaption, gapsSentence, replicationsPhrase, sentences, subjectBy } from './caption.js';
import { metricOf, refuse } from './cells.js';
import type { FigureDefinition, FigureOptions, FigureSpec, Page } from './figure.js';
import { type FrontierLine, type FrontierRoles, frontierPanels } from './frontier-panels.js';
import { type Grouped, groupCells, meanRuns } from './groups.js';
import { intervalRow } from './intervals.js';
import { listed, shownMetric, valueLabel } from './labels.js';
import { loadColumn, type PolicyKind, policyColumn, policyKind } from './policies.js';
import { ShownColumns } from './shown-columns.js';

const DEFAULT_METRIC = 'sla.attainmentReceived';
/** More lines than this nobody can follow. */
const MOST_DRAWN: Readonly<Record<PolicyKind, number>> = { published: 2, fixed: 2, new: 6 };

export const policyFrontier: FigureDefinition = {
  name: 'policy-frontier',
  summary: 'a line per policy against load, a panel per TEE mode; the published ones grey',
  reads: ['where', 'metric', 'x', 'series', 'bound'],
  build: async (results, options, page) => frontierFigure(results, options, page),
};

function frontierFigure(results: SweepResults, options: FigureOptions, page: Page): FigureSpec {
  const metric = metricOf(results, options.metric ?? DEFAULT_METRIC);
  if (options.bound !== null && metric.path !== DEFAULT_METRIC) {
    refuse('--bound', `--metric ${DEFAULT_METRIC}, which it bounds`, metric.path);
  }
  const shown = new ShownColumns(results, options);
  const roles = rolesOf(shown);
  const by = [roles.policy, roles.side, roles.row, roles.load];
  const grouped = groupCells(results, shown.cells, by);
  const all = linesOf(results, grouped, metric.path);
  const { lines, others } = drawnLines(all);
  const points = lines.flatMap((line) => line.points);
  const bound = boundRows(results, shown, roles, options.bound ?? []);
  return {
    spec: frontierPanels({ shown, roles, measure: shownMetric(metric), page }, lines, bound),
    caption: sentences([
      `${subjectBy(metric.label, by)}: means over ${bandsPhrase(results, shown.cells)}.`,
      greySentence(lines),
      othersSentence(roles, others, all),
      bound.length > 0 ? BOUND_SENTENCE : '',
      ...cellsCaption(results, shown, grouped),
      gapsSentence(points.filter(({ value }) => value === null).length, points.length),
    ]),
  };
}

const BOUND_SENTENCE =
  'Black: no schedule whatever has more on time than the upper bound; the dashed line below it is a ' +
  'schedule that knows all arrivals. Both are of traces with deterministic times, not of these runs.';

/** As `intervalsPhrase`, of bands. */
function bandsPhrase(results: SweepResults, cells: readonly number[]): string {
  const most = Math.max(...cells.map((cell) => results.replications(cell)));
  const bands = most > 1 ? 'with pointwise 95 % bands' : 'which gives no bands';
  return `${replicationsPhrase(results, cells)}, ${bands}`;
}

function rolesOf(shown: ShownColumns): FrontierRoles {
  const policy = policyColumn(shown);
  const load = loadColumn(shown);
  const side = shown.named('tee.mode');
  return { policy, load, side, row: shown.named('server.semantics') ?? shown.named('semantics') };
}

function linesOf(
  results: SweepResults,
  { groups }: Grouped,
  path: string,
): readonly FrontierLine[] {
  const lines = new Map<string, { cells: number[]; points: FrontierLine['points'][number][] }>();
  const { factor } = shownMetric(metricOf(results, path));
  for (const { values, cells } of groups) {
    const [policy, side, row, load] = values;
    const key = JSON.stringify([policy, side, row]);
    const line = lines.get(key) ?? { cells: [], points: [] };
    const estimate = estimateFigure(path, meanRuns(results, cells, path));
    line.points.push({ load: Number(load), ...intervalRow(estimate, factor) });
    line.cells.push(...cells);
    lines.set(key, line);
  }
  return [...lines].map(([key, { cells, points }]) => {
    const [policy, side, row] = JSON.parse(key) as [string, string, string];
    points.sort((a, b) => a.load - b.load);
    return { policy, side, row, kind: policyKind(results, cells), points };
  });
}

/** Of each kind the policies whose lines lie highest. */
function drawnLines(all: readonly FrontierLine[]): {
  readonly lines: readonly FrontierLine[];
  readonly others: readonly string[];
} {
  const kinds = Object.keys(MOST_DRAWN) as PolicyKind[];
  const others = new Set(kinds.flatMap((kind) => ranked(all, kind).slice(MOST_DRAWN[kind])));
  return { lines: all.filter(({ policy }) => !others.has(policy)), others: [...others] };
}

/** The policies of a kind by the mean of their points; of equals first what the sweep names first. */
function ranked(all: readonly FrontierLine[], kind: PolicyKind): readonly string[] {
  const values = new Map<string, number[]>();
  for (const line of all) {
    if (line.kind !== kind) continue;
    const found = line.points.flatMap(({ value }) => value ?? []);
    values.set(line.policy, [...(values.get(line.policy) ?? []), ...found]);
  }
  // A line without a value has no height.
  const heights = [...values].map(([policy, found]) => ({ policy, height: meanOf(found) || 0 }));
  return heights.sort((a, b) => b.height - a.height).map(({ policy }) => policy);
}

function greySentence(lines: readonly FrontierLine[]): string {
  const has = (kind: FrontierLine['kind']): boolean => lines.some((line) => line.kind === kind);
  if (!has('new')) return '';
  const parts = [
    ...(has('published') ? ['the published strategies as they were (dashed)'] : []),
    ...(has('fixed') ? ['the same where no batch is overwritten (dotted)'] : []),
  ];
  return parts.length === 0 ? '' : `Grey: ${parts.join(', ')}.`;
}

function othersSentence(
  { policy }: FrontierRoles,
  others: readonly string[],
  all: readonly FrontierLine[],
): string {
  if (others.length === 0) return '';
  const count = new Set(all.map((line) => line.policy)).size;
  const names = listed(others.map((value) => valueLabel(policy, value)));
  return `Of ${count} policies not drawn, being lower on average: ${names}.`;
}
