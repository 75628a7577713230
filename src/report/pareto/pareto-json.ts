import type { ComparedScenario, ParetoPoint, Standing } from '../../analysis/pareto/compare.js';
import { PARETO_METRICS, type ParetoMetric, underWay } from '../../analysis/pareto/metrics.js';
import type { ParetoRow } from '../../analysis/pareto/rows.js';
import { type ParetoReport, shownScenarios } from './report.js';

/** The comparison as data: what `--json` prints and `summary.json` holds. */
export function paretoJson(report: ParetoReport): object {
  const { options, scenarios, notes, notRead } = report;
  const { x, y, slos, only, byDirectory } = options;
  return {
    x: metricJson(x),
    y: metricJson(y),
    slos: slos.map(({ metric, comparison, limit, text }) => ({
      ...{ text, metric: metric.name, comparison, limit, unit: metric.unit },
    })),
    only,
    byDirectory,
    units: Object.fromEntries(PARETO_METRICS.map(({ name, unit }) => [name, unit])),
    scenarios: scenarios.map((scenario) => ({ ...keyJson(scenario), runs: scenario.rows.length })),
    shown: shownScenarios(report).map(scenarioJson),
    notes,
    notRead,
  };
}

/** What `--list-metrics --json` prints. */
export function metricsJson(): object {
  return { metrics: PARETO_METRICS.map(metricJson) };
}

function metricJson({ name, label, how, unit, better }: ParetoMetric): object {
  return { name, label, how: how ?? null, unit, better };
}

function keyJson({ number, model, gpu, inputTokens, outputTokens }: ComparedScenario): object {
  return { number, model, gpu, inputTokens, outputTokens };
}

function scenarioJson(scenario: ComparedScenario): object {
  const { slos, withoutX, withoutY, withoutGpus, byLittlesLaw } = scenario;
  return {
    ...keyJson(scenario),
    runs: scenario.rows.length,
    leftOut: {
      ofOtherKind: scenario.ofOtherKind.length,
      slos: slos.map(({ slo, failing, lacking }) => ({ slo: slo.text, failing, lacking })),
    },
    withoutX,
    withoutY,
    withoutGpus,
    byLittlesLaw,
    configurations: scenario.series.map(({ configuration, points, ...series }) => ({
      name: configuration.name,
      kind: configuration.kind,
      gpus: configuration.gpus,
      ...series,
      points: points.map(pointJson),
    })),
  };
}

function pointJson({ row, x, y, standing }: ParetoPoint): object {
  return { ...rowJson(row), x, y, ...frontJson(standing) };
}

function frontJson(standing: Standing): object {
  return {
    standing,
    onFront: standing === 'front',
    onModeFront: standing === 'front' || standing === 'mode front',
  };
}

function rowJson({ measurement, directory, ...lengths }: ParetoRow): object {
  const { id, source, load, durationSeconds, requests } = measurement;
  const { requestsPerSecond } = load;
  const { measuredInputTokens, measuredOutputTokens } = lengths;
  return {
    id,
    directory,
    measuredInputTokens,
    measuredOutputTokens,
    tool: source.tool,
    concurrency: load.concurrency,
    underWay: underWay(measurement),
    // JSON has no infinity: as fast as possible.
    offeredRequestsPerSecond:
      requestsPerSecond === Number.POSITIVE_INFINITY ? 'inf' : requestsPerSecond,
    durationSeconds,
    completed: requests.completed,
    metrics: Object.fromEntries(PARETO_METRICS.map(({ name, of }) => [name, of(measurement)])),
  };
}
