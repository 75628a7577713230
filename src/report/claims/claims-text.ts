import type {
  CheckedClaim,
  CheckedMeasure,
  CheckedQuantity,
  Verdict,
} from '../../experiment/claims/check.js';
import type { Claim, Statement } from '../../experiment/claims/types.js';
import { printable } from '../format.js';
import { type ClaimsReport, countsOf } from './claims-report.js';
import { type NumberStyle, quantityText, styleOf } from './quantity-text.js';

/** Of the quantities that do not lie where they should so many are shown: the JSON has all. */
const MOST_SHOWN = 4;

/** The verdict on every claim with what it rests on, and how many there are of each. */
export function claimsText(report: ClaimsReport): string {
  const { name, sweep, folder, replications, claims } = report;
  const [least, most] = replications;
  const each = least === most ? `${least}` : `${least} to ${most}`;
  const title = `${name}: ${claims.length} claims about ${sweep}, ${each} replications (${folder})`;
  const parts = [title, ...claims.map(claimText), conclusion(report)];
  return `${parts.map(printableLines).join('\n\n')}\n`;
}

/** Everything but our own line ends. */
function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function claimText({ claim, verdict, measures }: CheckedClaim): string {
  const lines = [
    `${claim.id}: ${verdict}`,
    `  ${oneLine(claim.text)}`,
    ...measures.flatMap((measure) => measureLines(claim, measure, measures.length > 1)),
    `  source: ${oneLine(claim.source)}`,
  ];
  return lines.join('\n');
}

/** YAML texts may have lines. */
function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function measureLines(claim: Claim, measure: CheckedMeasure, several: boolean): string[] {
  const { metric, quantities, verdict } = measure;
  const { statement } = claim;
  const style = styleOf(statement, metric);
  const count = quantities.length === 1 ? '' : ` in ${quantities.length}`;
  const what = [metric.label, ...subjectOf(claim), ...weightsOf(claim)].join(', ');
  return [
    `  ${what}${denominatorOf(measure)}`,
    `    expected ${expectedText(statement, style)}${eachText(claim)}`,
    `    found ${foundText(measure, style)}${count}${several ? `: ${verdict}` : ''}`,
    ...(quantities.length === 1 ? [] : unmetLines(claim, measure, style)),
  ];
}

/** Labels of shares name their denominator; others do not. */
function denominatorOf({ denominator, metric }: CheckedMeasure): string {
  const isNamed = denominator === null || metric.unit === 'fraction';
  return isNamed ? '' : ` (of ${denominator} requests)`;
}

function subjectOf({ statement, sides }: Claim): readonly string[] {
  switch (statement.kind) {
    case 'value':
      return [];
    case 'comparison':
      return [`${statement.of} ${statement.as === 'ratio' ? '/' : '−'} ${statement.to}`];
    case 'extreme':
      return [`${statement.value} − each other ${statement.axis}`];
    case 'order':
      return [`from each ${statement.axis} to the next (${sides.join(', ')})`];
  }
}

function eachText({ each }: Claim): string {
  if (each === 'cell') return ' for each cell';
  return each.length === 0 ? '' : ` for each ${each.join(' × ')}`;
}

function weightsOf({ weightedBy }: Claim): readonly string[] {
  return weightedBy === null ? [] : [`weighted by ${weightedBy.label}`];
}

function expectedText(statement: Statement, { text, unit }: NumberStyle): string {
  const { from, to, closed } = statement.range;
  if (!closed) return from === 0 ? 'above 0' : 'below 0';
  if (!Number.isFinite(from)) return `at most ${text(to)}${unit}`;
  if (!Number.isFinite(to)) return `at least ${text(from)}${unit}`;
  return `${text(from)} to ${text(to)}${unit}`;
}

/** The value with its interval, or the least and the largest with what holds all intervals. */
function foundText({ quantities }: CheckedMeasure, style: NumberStyle): string {
  const [only] = quantities;
  if (only !== undefined && quantities.length === 1) return quantityText(only, style);
  const { text, unit } = style;
  const means = quantities.map(({ estimate }) => estimate.mean).filter(Number.isFinite);
  if (means.length === 0) return text(Number.NaN);
  const ends = quantities.flatMap(({ estimate }) => estimate.ci95 ?? []);
  const span = ends.length === 0 ? '' : ` [${text(least(ends))}, ${text(largest(ends))}]`;
  return `${text(least(means))} to ${text(largest(means))}${unit}${span}`;
}

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value));
}

function largest(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value));
}

/** The quantities that do not lie where they should, those first that are shown not to. */
function unmetLines(
  claim: Claim,
  { quantities }: CheckedMeasure,
  style: NumberStyle,
): readonly string[] {
  const unmet = (['does not hold', 'cannot tell'] as const).flatMap((verdict) =>
    quantities.filter((quantity) => quantity.verdict === verdict),
  );
  const lines = unmet.slice(0, MOST_SHOWN).map((quantity) => {
    const place = [...Object.values(quantity.at), ...sidesText(claim, quantity)].join(' · ');
    return `      ${quantity.verdict}: ${place}: ${quantityText(quantity, style)}`;
  });
  const more = unmet.length - lines.length;
  return more > 0 ? [...lines, `      and ${more} more: see --json`] : lines;
}

/** Which side is meant, where that is not the same throughout. */
function sidesText({ statement }: Claim, { sides }: CheckedQuantity): readonly string[] {
  if (sides === null) return [];
  const [of, to] = sides;
  if (statement.kind === 'order') return [`${to} → ${of}`];
  return statement.kind === 'extreme' ? [`less ${to}`] : [];
}

const COUNTED: Readonly<Record<Verdict, (count: number) => string>> = {
  holds: (count) => `${count} ${count === 1 ? 'holds' : 'hold'}`,
  'does not hold': (count) => `${count} ${count === 1 ? 'does' : 'do'} not hold`,
  'depends on the denominator': (count) =>
    `${count} ${count === 1 ? 'depends' : 'depend'} on the denominator`,
  'cannot tell': (count) => `of ${count} the replications cannot tell`,
};

function conclusion(report: ClaimsReport): string {
  const counts = countsOf(report);
  const told = (Object.keys(COUNTED) as Verdict[])
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => COUNTED[verdict](counts[verdict]));
  return `Of ${report.claims.length} claims ${told.join(', ')}.`;
}
