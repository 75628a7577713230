import type { CheckedClaim } from '../../experiment/claims/check.js';
import { type ClaimsReport, countsOf } from './claims-report.js';

/** The verdicts as data, for one JSON document. An end of a range that is open is null in it. */
export function claimsJson(report: ClaimsReport): unknown {
  const { name, sweep, folder, identity, replications, claims } = report;
  const [least, most] = replications;
  return {
    claims: name,
    sweep,
    folder,
    identity,
    replications: { least, most },
    verdicts: countsOf(report),
    checked: claims.map(claimJson),
  };
}

function claimJson({ claim, verdict, measures }: CheckedClaim): unknown {
  const { id, text, source, statement, each, weightedBy } = claim;
  const { range, ...says } = statement;
  return {
    id,
    text,
    source,
    verdict,
    says,
    each,
    weightedBy: weightedBy?.path ?? null,
    expected: { from: range.from, to: range.to },
    measures: measures.map(({ metric, denominator, verdict: found, quantities }) => ({
      metric: metric.path,
      unit: metric.unit,
      denominator,
      verdict: found,
      quantities: quantities.map(({ at, sides, estimate, leftOut, verdict: each }) => ({
        at,
        of: sides?.[0] ?? null,
        to: sides?.[1] ?? null,
        ...estimate,
        leftOut,
        verdict: each,
      })),
    })),
  };
}
