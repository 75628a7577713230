import type { MeasuredMode, Measurement } from '../measurement.js';
import {
  type Configuration,
  type ConfigurationKind,
  compareConfigurations,
} from './configuration.js';
import { paretoFront } from './front.js';
import { type ParetoMetric, PER_CONCURRENCY, underWay } from './metrics.js';
import { type ParetoRow, rowsOf } from './rows.js';
import {
  compareModes,
  compareNumbers,
  compareText,
  type ParetoScenario,
  type ScenarioKey,
  scenariosOf,
} from './scenarios.js';
import { meets, type Slo } from './slo.js';

/** What is compared, and how. */
export interface ParetoOptions {
  readonly x: ParetoMetric;
  readonly y: ParetoMetric;
  /** What a row has to meet, all of them. */
  readonly slos: readonly Slo[];
  /** Configurations of one kind; null: all. */
  readonly only: ConfigurationKind | null;
  /** Whether the same configuration in another folder is another one. */
  readonly byDirectory: boolean;
}

/**
 * On the front of its scenario; on that of its TEE mode alone; on none, as others are better in
 * both; or without a value on an axis, so that nobody can say.
 */
export type Standing = 'front' | 'mode front' | 'dominated' | 'incomplete';

/** A row among those that it is compared with. */
export interface ParetoPoint {
  readonly row: ParetoRow;
  readonly x: number | null;
  readonly y: number | null;
  readonly standing: Standing;
}

/** The runs of one configuration: a line of the figure. */
export interface ParetoSeries {
  readonly configuration: Configuration;
  /** Null: directories are not told apart. */
  readonly directory: string | null;
  readonly teeMode: MeasuredMode | null;
  readonly origin: Measurement['origin'];
  /** By concurrency, then offered rate, then output tokens per second; what is not said last. */
  readonly points: readonly ParetoPoint[];
}

/** How many rows fail an SLO; a row may fail several. */
export interface SloTally {
  readonly slo: Slo;
  readonly failing: number;
  /** Rows that do not have the metric, and so cannot be said to meet it. */
  readonly lacking: number;
}

/** What is compared within a scenario, and what is left out of it. */
export interface ComparedScenario extends ScenarioKey {
  readonly number: number;
  /** All rows, compared or not. */
  readonly rows: readonly ParetoRow[];
  readonly series: readonly ParetoSeries[];
  /** Rows of the other kind, or of none that is said. */
  readonly ofOtherKind: readonly ParetoRow[];
  readonly failing: readonly ParetoRow[];
  readonly slos: readonly SloTally[];
  /** Rows without a value on the axis. */
  readonly withoutX: number;
  readonly withoutY: number;
  /** Rows whose number of GPUs is not said. */
  readonly withoutGpus: number;
  /** Rows whose value on an axis rests on Little's law. */
  readonly byLittlesLaw: number;
}

/** All scenarios of some measurements, by their numbers. */
export function compareScenarios(
  measurements: readonly Measurement[],
  options: ParetoOptions,
): readonly ComparedScenario[] {
  return scenariosOf(rowsOf(measurements)).map((scenario) => compareScenario(scenario, options));
}

/** The points of a scenario, configuration by configuration. */
export function pointsOf({ series }: Pick<ComparedScenario, 'series'>): readonly ParetoPoint[] {
  return series.flatMap(({ points }) => points);
}

function compareScenario(
  { rows: all, ...scenario }: ParetoScenario,
  options: ParetoOptions,
): ComparedScenario {
  const { x, y, only, slos } = options;
  const isAsked = ({ configuration }: ParetoRow): boolean =>
    only === null || configuration.kind === only;
  const asked = all.filter(isAsked);
  const isKept = ({ measurement }: ParetoRow): boolean =>
    slos.every((slo) => meets(slo, measurement) === true);
  const rows = asked.filter(isKept);
  const points = withStandings(rows, options);
  const usesLaw = x.name === PER_CONCURRENCY || y.name === PER_CONCURRENCY;
  return {
    ...scenario,
    rows: all,
    series: seriesOf(points, options),
    ofOtherKind: all.filter((row) => !isAsked(row)),
    failing: asked.filter((row) => !isKept(row)),
    slos: slos.map((slo) => {
      const met = asked.map(({ measurement }) => meets(slo, measurement));
      const count = (wanted: boolean | null): number =>
        met.filter((each) => each === wanted).length;
      return { slo, failing: count(false), lacking: count(null) };
    }),
    withoutX: points.filter((point) => point.x === null).length,
    withoutY: points.filter((point) => point.y === null).length,
    withoutGpus: rows.filter(({ configuration }) => configuration.gpus === null).length,
    byLittlesLaw: usesLaw
      ? rows.filter(({ measurement }) => underWay(measurement)?.from === "Little's law").length
      : 0,
  };
}

/** Puts the rows on the axes, and says which are on a front. */
function withStandings(
  rows: readonly ParetoRow[],
  { x, y }: ParetoOptions,
): readonly ParetoPoint[] {
  const placed = rows.map((row) => ({ row, x: x.of(row.measurement), y: y.of(row.measurement) }));
  const onFront = frontOf(placed, { x, y });
  const modes = [...new Set(rows.map(({ measurement }) => measurement.teeMode))];
  const onModeFront = new Set(
    modes.flatMap((mode) => [
      ...frontOf(
        placed.filter(({ row }) => row.measurement.teeMode === mode),
        { x, y },
      ),
    ]),
  );
  return placed.map((point): ParetoPoint => {
    if (point.x === null || point.y === null) return { ...point, standing: 'incomplete' };
    if (onFront.has(point.row)) return { ...point, standing: 'front' };
    return { ...point, standing: onModeFront.has(point.row) ? 'mode front' : 'dominated' };
  });
}

/** The rows on the front of some: those without a value on an axis have no part in it. */
function frontOf(
  placed: readonly Pick<ParetoPoint, 'row' | 'x' | 'y'>[],
  { x, y }: Pick<ParetoOptions, 'x' | 'y'>,
): ReadonlySet<ParetoRow> {
  const points = placed.flatMap((point) =>
    point.x === null || point.y === null ? [] : [{ row: point.row, x: point.x, y: point.y }],
  );
  const isFront = paretoFront(points, { x: x.better, y: y.better });
  return new Set(points.filter((_, at) => isFront[at]).map(({ row }) => row));
}

function seriesOf(
  points: readonly ParetoPoint[],
  { byDirectory }: ParetoOptions,
): readonly ParetoSeries[] {
  const found = new Map<string, Omit<ParetoSeries, 'points'> & { points: ParetoPoint[] }>();
  for (const point of points) {
    const { configuration, measurement } = point.row;
    const directory = byDirectory ? point.row.directory : null;
    const { teeMode, origin } = measurement;
    const key = JSON.stringify([configuration.name, directory, teeMode, origin]);
    const series = found.get(key) ?? { configuration, directory, teeMode, origin, points: [] };
    series.points.push(point);
    found.set(key, series);
  }
  return [...found.values()]
    .sort(compareSeries)
    .map((series) => ({ ...series, points: [...series.points].sort(comparePoints) }));
}

function compareSeries(a: Omit<ParetoSeries, 'points'>, b: Omit<ParetoSeries, 'points'>): number {
  return (
    compareConfigurations(a.configuration, b.configuration) ||
    compareText(a.directory, b.directory) ||
    compareModes(a.teeMode, b.teeMode) ||
    compareText(a.origin, b.origin)
  );
}

function comparePoints({ row: { measurement: a } }: ParetoPoint, { row }: ParetoPoint): number {
  const b = row.measurement;
  return (
    compareNumbers(a.load.concurrency, b.load.concurrency) ||
    compareNumbers(a.load.requestsPerSecond, b.load.requestsPerSecond) ||
    compareNumbers(a.throughput.outputTokensPerSecond, b.throughput.outputTokensPerSecond)
  );
}
