import type { CapacityAnswer, VariantAnswer } from '../../experiment/capacity/answer.js';
import type { CapacityCost } from '../../experiment/capacity/cost.js';
import type { CapacityPlan } from '../../experiment/capacity/types.js';
import type { Axis, Cell } from '../../experiment/grid.js';
import type { Metric } from '../../experiment/sweep/types.js';
import type { Figure } from '../../metrics/figures.js';

/** What `sealsim capacity` found, and what it was asked for. */
export interface CapacityReport extends CapacityAnswer {
  /** The scenario's name. */
  readonly name: string;
  readonly metric: Metric;
  /** The path that was varied. */
  readonly path: string;
  readonly plan: CapacityPlan;
  /** What tells variants apart; none: one variant. */
  readonly axes: readonly Axis[];
  /** By variant. */
  readonly cells: readonly Cell[];
  /** Null where no price was given. */
  readonly cost: CapacityCost | null;
}

/** `tee.mode=cc`; empty for the scenario as it is. */
export function variantName({ axes, cells }: CapacityReport, variant: number): string {
  const values = cells[variant]?.values ?? [];
  return axes.map(({ path }, axis) => `${path}=${values[axis]}`).join(' ');
}

/** `0.95 or more`: the target with its sense, in the unit in which it was given. */
export function targetText({ plan, metric }: CapacityReport): string {
  const { sense, value } = plan.target;
  const unit = unitOf(metric);
  const shown = unit === 'fraction' ? `${plainNumber(value * 100)} %` : withUnit(value, unit);
  return `${sense === 'at-least' ? 'at least' : 'at most'} ${shown}`;
}

/** Every metric is one of the figures of a run or of a model. */
export function unitOf({ unit }: Metric): Figure['unit'] {
  return unit as Figure['unit'];
}

function withUnit(value: number, unit: Figure['unit']): string {
  return unit === 's' || unit === 'requests/s' ? `${value} ${unit}` : String(value);
}

const DIGITS = 4;

/** A value of the path, or a limit of one: four significant digits, all of a whole part. */
export function plainNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const digits = Math.max(DIGITS, Math.trunc(Math.abs(value)).toString().length);
  return String(Number(value.toPrecision(digits)));
}

/** What has to be said of a variant beside its ranges, as sentences. */
export function variantNotes(
  { plan, path, complete }: CapacityReport,
  { points, monotone, crossings }: VariantAnswer,
): readonly string[] {
  const notes: string[] = [];
  for (const [from, to] of monotone.brokenOn) {
    notes.push(
      `not monotone here: over ${path} from ${plainNumber(from)} to ${plainNumber(to)} the metric ` +
        'does not run one way; between the values that were simulated it may cross the target',
    );
  }
  const partial = points.filter(({ n, values }) => n < values.length);
  if (partial.length > 0) {
    const xs = partial.map(({ x }) => plainNumber(x)).join(', ');
    notes.push(`not defined in every replication at ${xs}: nothing is said to hold there`);
  }
  const fixed = points.filter(({ noVariation }) => noVariation);
  if (fixed.length > 0) {
    const xs = fixed.map(({ x }) => plainNumber(x)).join(', ');
    notes.push(`the same in every replication at ${xs}: a verdict by the value, without interval`);
  }
  if (complete && crossings.length === 0)
    notes.push(
      noCrossing(
        points.map(({ verdict }) => verdict),
        plan,
      ),
    );
  return notes;
}

function noCrossing(verdicts: readonly string[], { grid }: CapacityReport['plan']): string {
  const [from = Number.NaN, to = Number.NaN] = [grid[0], grid.at(-1)];
  const range = `${plainNumber(from)}..${plainNumber(to)}`;
  const decided = [...new Set(verdicts.filter((verdict) => verdict !== 'undecided'))];
  if (decided.length === 0) return 'undecided everywhere: more replications, or a longer run';
  return `no crossing in ${range}: it ${decided[0]} wherever it is decided; another range may have one`;
}
