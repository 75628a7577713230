import { InvariantError, type Issue } from '../../errors.js';
import { FIGURES, type Figure, MODEL_FIGURES } from '../../metrics/figures.js';
import { oneOf, quoted } from '../../scenario/issues/values.js';
import { didYouMean } from '../../suggest.js';
import type { Metric, Sweep } from './types.js';

const PER_MODEL = 'perModel.';
/** Stands for every model. */
const ANY = '*';

/** What a path of a metric says. */
export interface MetricPath {
  readonly figure: Figure;
  /** Null: of the whole run; `*`: of every model. */
  readonly model: string | null;
}

/** Takes the path of a metric apart; undefined if there is no such metric, whatever the models. */
export function parseMetric(path: string): MetricPath | undefined {
  if (!path.startsWith(PER_MODEL)) {
    const figure = FIGURES.find((each) => each.path === path);
    return figure && { figure, model: null };
  }
  // Names of models may have dots in them; figures have known paths.
  const rest = path.slice(PER_MODEL.length);
  const figure = MODEL_FIGURES.find((each) => rest.endsWith(`.${each.path}`));
  const model = rest.slice(0, -1 - (figure?.path.length ?? 0));
  return figure === undefined || model === '' ? undefined : { figure, model };
}

/** What to say of a path that is no metric. */
export function metricProblem(path: string): Pick<Issue, 'expected' | 'got'> & { hint?: string } {
  const known = [
    ...FIGURES.map((figure) => figure.path),
    ...MODEL_FIGURES.map((figure) => `${PER_MODEL}${ANY}.${figure.path}`),
  ];
  const hint = didYouMean(path, known);
  const expected = 'the path of a metric (sealsim list metrics)';
  return { expected, got: quoted(path), ...(hint === undefined ? {} : { hint }) };
}

/** Whether a path stands for a metric of every model. */
export function isOfEveryModel(path: string): boolean {
  return parseMetric(path)?.model === ANY;
}

/** Whether one of `metrics` is, or stands for, the metric at `path`. */
export function includesMetric(metrics: readonly string[], path: string): boolean {
  const one = parseMetric(path);
  const every = one?.model == null ? path : `${PER_MODEL}${ANY}.${one.figure.path}`;
  return metrics.includes(path) || metrics.includes(every);
}

/** The paths of all metrics that a sweep records if its file names none. */
export const DEFAULT_METRICS: readonly string[] = [
  ...FIGURES.map(({ path }) => path),
  `${PER_MODEL}${ANY}.sla.attainmentReceived`,
];

/**
 * The metrics of a sweep, each once, those of every model written out.
 * @param paths of metrics, known to exist but for the models.
 * @param models of the scenarios; those that paths name are among them: see `unknownModels`.
 */
export function resolveMetrics(
  paths: readonly string[],
  models: readonly string[],
): readonly Metric[] {
  const metrics = paths.flatMap((path) => {
    const parsed = parseMetric(path);
    if (parsed === undefined) throw new InvariantError('no such metric', { path });
    const { figure, model } = parsed;
    if (model === null) return [runMetric(figure)];
    return (model === ANY ? models : [model]).map((each) => modelMetric(figure, each));
  });
  return [...new Map(metrics.map((metric) => [metric.path, metric])).values()];
}

function runMetric({ path, column, label, unit, better }: Figure): Metric {
  return { path, column, label, unit, better };
}

function modelMetric({ path, column, label, unit, better }: Figure, model: string): Metric {
  return {
    path: `${PER_MODEL}${model}.${path}`,
    column: `${model}.${column}`,
    label: `${label}, ${model}`,
    unit,
    better,
  };
}

/** What the file says of models that no scenario has, as problems. */
export function unknownModels(
  { modelReferences }: Pick<Sweep, 'modelReferences'>,
  models: readonly string[],
): readonly Issue[] {
  return modelReferences
    .filter(({ model }) => !models.includes(model))
    .map(({ model, source, path }) => {
      const expected = `a model of the scenarios (${oneOf(models)})`;
      const issue = { source, path, expected, got: quoted(model) };
      const hint = didYouMean(model, models);
      return hint === undefined ? issue : { ...issue, hint };
    });
}
