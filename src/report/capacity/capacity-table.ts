import type { Crossing, Located, VariantAnswer } from '../../experiment/capacity/answer.js';
import type { CapacityRange } from '../../experiment/capacity/ranges.js';
import { formatValue, NOTHING, printable, titleOf } from '../format.js';
import { renderTable } from '../text-table.js';
import { costCells, costDifferenceLines, costHead, neededLines } from './cost-text.js';
import {
  type CapacityReport,
  plainNumber,
  targetText,
  unitOf,
  variantName,
  variantNotes,
} from './report.js';

/** A search as text: for each variant the ranges, where it crosses, and every value simulated. */
export function capacityTable(report: CapacityReport): string {
  const parts = [
    heading(report),
    ...report.variants.map((answer, variant) => variantPart(report, answer, variant)),
    ...differenceLines(report),
    closing(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

function heading(report: CapacityReport): string {
  const { name, metric, path } = report;
  return printable(`${name}: ${metric.label} ${targetText(report)}, over ${path}`);
}

function variantPart(report: CapacityReport, answer: VariantAnswer, variant: number): string {
  const name = variantName(report, variant);
  const unit = unitOf(report.metric);
  const cost = report.cost?.variants[variant];
  const rows = answer.points.map(({ x, mean, ends, values, verdict }, at) => [
    plainNumber(x),
    formatValue(mean, unit),
    ends === null ? NOTHING : `[${formatValue(ends[0], unit)}, ${formatValue(ends[1], unit)}]`,
    String(values.length),
    verdict,
    ...costCells(cost?.points[at]),
  ]);
  return [
    ...(name === '' ? [] : [printable(name)]),
    ...answer.ranges.map((range) => `  ${rangeText(range)}`),
    ...answer.crossings.map((crossing) => `  ${crossingText(crossing, report)}`),
    ...neededLines(cost, report.plan.confidence).map((line) => `  ${line}`),
    ...variantNotes(report, answer).map((note) => `  ${note}`),
    renderTable({
      head: [
        ...[report.path, titleOf({ label: report.metric.label, unit }), 'ends', 'n', 'verdict'],
        ...costHead(cost),
      ],
      rows,
      textColumns: 0,
    }),
  ].join('\n');
}

/** `holds on [1, 2.4]`, with round brackets at ends that do not belong to it. */
function rangeText({ verdict, from, to, includesFrom, includesTo }: CapacityRange): string {
  const open = includesFrom ? '[' : '(';
  const close = includesTo ? ']' : ')';
  if (from === to) return `${verdict} at ${plainNumber(from)}`;
  return `${verdict} on ${open}${plainNumber(from)}, ${plainNumber(to)}${close}`;
}

function crossingText({ kind, at }: Crossing, { plan }: CapacityReport): string {
  const [stops, begins] = plan.whole
    ? ['last that holds', 'first that holds']
    : ['ceases to hold at', 'begins to hold at'];
  return `${kind === 'stops' ? stops : begins} ${locatedText(at, plan.confidence)}`;
}

function locatedText({ value, interval: [low, high] }: Located, confidence: number): string {
  const percent = plainNumber(confidence * 100);
  const text = `${plainNumber(value)} (${percent} % interval [${plainNumber(low)}, ${plainNumber(high)}])`;
  return text.replaceAll('-', '−');
}

function differenceLines(report: CapacityReport): readonly string[] {
  const lines = report.differences.map(({ variant, baseline, difference, reason }) => {
    const names = `${variantName(report, variant)} minus ${variantName(report, baseline)}`;
    const text =
      difference === null
        ? `not known: ${reason}`
        : locatedText(difference, report.plan.confidence);
    return printable(`difference, ${names}: ${text}`);
  });
  lines.push(...costDifferenceLines(report));
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function closing({ plan, share, complete }: CapacityReport): string {
  const { confidence, replications } = plan;
  const percent = plainNumber(confidence * 100);
  return [
    ...(complete ? [] : ['Interrupted: values that are missing were not looked at.']),
    `All verdicts together are right with at least ${percent} % confidence: ${share.statements} statements, each with`,
    `an error of ${share.each.toExponential(1)} (Bonferroni); ends are one-sided ones at that error. ` +
      `${replications.least} to ${replications.most} replications.`,
  ].join('\n');
}
