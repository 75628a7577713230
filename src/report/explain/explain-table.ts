import { isNotable, isTold, type MetricExplanation } from '../../experiment/explain/explanation.js';
import type { Estimate } from '../../metrics/estimate.js';
import type { Figure } from '../../metrics/figures.js';
import {
  formatChange,
  formatInterval,
  formatValue,
  NOTHING,
  printable,
  titleOf,
} from '../format.js';
import { renderTable } from '../text-table.js';
import { CONDITIONAL_NOTE, type ExplainReport, endName } from './report.js';

const HEAD = ['', 'effect', '', 'share', 'alone', 'last'];
/** In the place of what only factors have. */
const NO_PARTS = ['', '', ''];

const NO_TOTAL = 'the total cannot be told from 0: shares of it would say nothing';

/** An explanation as text: a table for each metric, from one end to the other. */
export function explainTable(report: ExplainReport): string {
  const { metrics, replications, notes } = report;
  const tables = metrics.map((metric) => metricPart(metric, replications));
  const parts = [heading(report), ...tables, LEGEND, ...notes];
  return `${parts.join('\n\n')}\n`;
}

const LEGEND = [
  'effect: Shapley value, the mean over all orders in which the factors can be changed; they sum to',
  'the total. alone: changed first, all else as at --from; last: changed last, all else as at --to.',
].join('\n');

function heading({ name, from, to, factors, replications }: ExplainReport): string {
  const count = `${factors.length} ${factors.length === 1 ? 'factor' : 'factors'}`;
  const runs = `${2 ** factors.length} combinations on the same random draws`;
  const intervals =
    replications > 1
      ? `n = ${replications}, with 95 % intervals`
      : 'n = 1: no intervals (--replications 20 gives them)';
  return [
    printable(name),
    `from: ${printable(endName(from))}`,
    `to:   ${printable(endName(to))}`,
    `${count}, ${runs}; ${intervals}.`,
  ].join('\n');
}

function metricPart(explanation: MetricExplanation, replications: number): string {
  const { metric, n, from, to, total, effects, isConditional } = explanation;
  const unit = unitOf(metric);
  const change = (estimate: Estimate): string => formatChange(estimate.mean, unit, estimate.n);
  const level = (name: string, estimate: Estimate): string[] => [
    name,
    formatValue(estimate.mean, unit, n),
    formatInterval(estimate, unit),
    ...NO_PARTS,
  ];
  const table = renderTable({
    head: HEAD,
    rows: [
      level('from', from),
      ...effects.map(({ factor, effect, share, alone, last }) => [
        `  ${factor.label}`,
        change(effect),
        formatInterval(effect, unit),
        formatShare(share),
        change(alone),
        change(last),
      ]),
      ['total', change(total), formatInterval(total, unit), ...NO_PARTS],
      level('to', to),
    ],
    textColumns: 1,
  });
  const { label } = metric;
  return [
    printable(titleOf({ label, unit })),
    ...(isConditional ? [`(${CONDITIONAL_NOTE})`] : []),
    ...(n < replications ? [`(n = ${n}: not defined in all combinations of the others)`] : []),
    table,
    ...(isTold(total) ? [] : [NO_TOTAL]),
    ...mediationLines(explanation),
    ...interactionLines(explanation),
  ].join('\n');
}

/** Of the whole difference: losses are no factor, but what factors act through. */
function mediationLines({ metric, mediation }: MetricExplanation): readonly string[] {
  if (mediation === null) return [];
  const line = (text: string, estimate: Estimate): string =>
    `  ${withInterval(estimate, unitOf(metric))} ${text}`;
  return [
    'of the total,',
    line('through how many were processed at all', mediation.losses),
    line('through how many of the processed were on time', mediation.lateness),
  ];
}

function interactionLines({ metric, interactions, total }: MetricExplanation): readonly string[] {
  const notable = interactions.filter(isNotable);
  if (notable.length === 0) return [];
  const which = isTold(total) ? 'above 25 % of the total' : 'that can be told from 0';
  return [
    `interactions ${which}: these factors do more, or less, together than apart`,
    ...notable.map(({ factors: [one, other], effect, share }) => {
      const size = withInterval(effect, unitOf(metric));
      const part = Number.isNaN(share) ? '' : ` (${formatShare(share)})`;
      return `  ${size}${part} ${one.label} × ${other.label}`;
    }),
  ];
}

function withInterval(estimate: Estimate, unit: Figure['unit']): string {
  const interval = formatInterval(estimate, unit);
  const change = formatChange(estimate.mean, unit, estimate.n);
  return interval === '' ? change : `${change} ${interval}`;
}

/** Of the total, in percent. */
function formatShare(share: number): string {
  return Number.isNaN(share) ? NOTHING : `${formatValue(share, 'fraction')} %`;
}

/** Every metric is one of the figures of a run or of a model. */
function unitOf({ unit }: MetricExplanation['metric']): Figure['unit'] {
  return unit as Figure['unit'];
}
