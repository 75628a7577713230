import type { FactorEffect, MetricExplanation } from '../../experiment/explain/explanation.js';
import type { ExplainReport } from './report.js';

/** An explanation as data: what `--json` prints and `summary.json` holds. */
export function explainJson(report: ExplainReport): unknown {
  const { name, from, to, replications, factors, metrics, notes } = report;
  return {
    scenario: name,
    from,
    to,
    replications,
    combinations: 2 ** factors.length,
    factors,
    metrics: Object.fromEntries(metrics.map((each) => [each.metric.path, metricJson(each)])),
    notes,
  };
}

function metricJson(explanation: MetricExplanation): unknown {
  const { metric, isConditional, n, from, to, total, effects, interactions, mediation } =
    explanation;
  return {
    unit: metric.unit,
    conditionalOnSurvival: isConditional,
    n,
    from,
    to,
    total,
    effects: effects.map(effectJson),
    interactions: interactions.map(({ factors: [one, other], effect, share }) => ({
      factors: [one.name, other.name],
      effect,
      share,
    })),
    mediation,
  };
}

function effectJson({ factor, ...rest }: FactorEffect): unknown {
  return { factor: factor.name, ...rest };
}
