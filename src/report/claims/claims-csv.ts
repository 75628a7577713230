import type { CheckedClaim } from '../../experiment/claims/check.js';
import { type CsvValue, toCsv, withEnds } from '../csv.js';
import { placeText } from './quantity-text.js';

const COLUMNS = [
  'claim',
  'claim_verdict',
  'metric',
  'unit',
  'denominator',
  'says',
  'at',
  'of',
  'to',
  'value',
  'ci95_low',
  'ci95_high',
  'n',
  'left_out',
  'expected_from',
  'expected_to',
  'verdict',
  'text',
  'source',
];

/** `claims.csv`: a row for each quantity that a claim is about. */
export function claimsCsv(claims: readonly CheckedClaim[]): string {
  return toCsv(COLUMNS, claims.flatMap(rowsOf));
}

function rowsOf({ claim, verdict, measures }: CheckedClaim): readonly (readonly CsvValue[])[] {
  const { id, text, source, statement } = claim;
  const { from, to } = statement.range;
  const says = statement.kind === 'comparison' ? statement.as : statement.kind;
  return measures.flatMap(({ metric, denominator, quantities }) =>
    quantities.map(({ at, sides, estimate, leftOut, verdict: found }) => [
      id,
      verdict,
      metric.path,
      says === 'ratio' ? null : metric.unit,
      denominator,
      says,
      placeText(at),
      sides?.[0] ?? null,
      sides?.[1] ?? null,
      ...withEnds(estimate),
      estimate.n,
      leftOut,
      from,
      to,
      found,
      text,
      source,
    ]),
  );
}
