import type {
  CapacityDifference,
  Crossing,
  VariantAnswer,
} from '../../experiment/capacity/answer.js';
import type { CostDifference, NeededFleet, PointCost } from '../../experiment/capacity/cost.js';
import type { JudgedPoint } from '../../experiment/capacity/types.js';
import { type CapacityReport, variantNotes } from './report.js';

/** A search as data: what `--json` prints and `summary.json` holds. */
export function capacityJson(report: CapacityReport): unknown {
  const { name, metric, path, plan, share, complete } = report;
  const { target, grid, whole, tolerance, confidence, replications } = plan;
  return {
    scenario: name,
    metric: { path: metric.path, unit: metric.unit },
    target,
    over: { path, from: grid[0], to: grid.at(-1), grid, whole, tolerance },
    confidence,
    replications,
    statements: share.statements,
    errorOfEach: share.each,
    complete,
    variants: report.variants.map((answer, variant) => ({
      settings: settingsOf(report, variant),
      ...variantJson(report, answer, variant),
    })),
    differences: report.differences.map((each) => differenceJson(report, each)),
    ...(report.cost === null ? {} : { costDifferences: costDifferences(report) }),
  };
}

function settingsOf({ axes, cells }: CapacityReport, variant: number): object {
  const values = cells[variant]?.values ?? [];
  return Object.fromEntries(axes.map(({ path }, axis) => [path, values[axis]]));
}

function variantJson(report: CapacityReport, answer: VariantAnswer, variant: number): object {
  const cost = report.cost?.variants[variant];
  const { points, monotone, ranges, crossings } = answer;
  const [only, ...others] = crossings;
  return {
    // Where there is one answer, it is easy to find.
    capacity: only === undefined || others.length > 0 ? null : crossingJson(only),
    ranges,
    crossings: crossings.map(crossingJson),
    monotone,
    points: points.map((point, at) => ({ ...pointJson(point), ...costJson(cost?.points[at]) })),
    ...(cost === undefined ? {} : { needed: neededJson(cost.needed) }),
    notes: variantNotes(report, answer),
  };
}

/** The last value that holds and the first that fails, by whichever side they are on. */
function crossingJson({ kind, below, above, at }: Crossing): object {
  const [holdsAt, failsAt] = kind === 'stops' ? [below, above] : [above, below];
  return { kind, holdsAt, failsAt, estimate: at.value, interval: at.interval, n: at.n };
}

function pointJson({ x, mean, ends, n, values, verdict, noVariation }: JudgedPoint): object {
  return { x, verdict, mean, ends, n, replications: values.length, noVariation };
}

function differenceJson(report: CapacityReport, each: CapacityDifference): object {
  const { variant, baseline, difference, reason } = each;
  return {
    of: settingsOf(report, variant),
    minus: settingsOf(report, baseline),
    estimate: difference?.value ?? null,
    interval: difference?.interval ?? null,
    n: difference?.n ?? null,
    reason,
  };
}

function costJson(cost: PointCost | undefined): object {
  if (cost === undefined) return {};
  const { gpus, dollarsPerHour, idleDollarsPerHour, dollarsPerThousand } = cost;
  const dollarsPer1000OnTime = dollarsPerThousand;
  return { cost: { gpus, dollarsPerHour, idleDollarsPerHour, dollarsPer1000OnTime } };
}

function neededJson(needed: NeededFleet | null): object | null {
  if (needed === null) return null;
  const { gpus, dollarsPerHour, cost } = needed;
  const { idleDollarsPerHour, dollarsPerThousand } = cost;
  const dollarsPer1000OnTime = dollarsPerThousand;
  return { gpus, dollarsPerHour, idleDollarsPerHour, dollarsPer1000OnTime };
}

/** What the smallest numbers of GPUs that hold cost more; null where one is not known. */
function costDifferences(report: CapacityReport): readonly object[] {
  const differences: readonly (CostDifference | null)[] = report.cost?.differences ?? [];
  return differences.map((each, at) => ({
    of: settingsOf(report, at + 1),
    minus: settingsOf(report, 0),
    gpus: each?.gpus ?? null,
    dollarsPerHour: each?.dollarsPerHour ?? null,
    dollarsPer1000OnTime: each?.dollarsPerThousand ?? null,
  }));
}
