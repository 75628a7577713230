import { fieldsAt, report } from '../../experiment/sweep/context.js';
import { Problems } from '../../scenario/issues/problems.js';
import { describeTree } from '../../scenario/issues/values.js';
import { isBroken, keysOf, type Path, valueAt } from '../../scenario/text/tree.js';
import type { Offer, OfferedGpu } from '../plan.js';
import {
  type AxisPair,
  type PlanContext,
  readStatedAxes,
  type StatedAxis,
  type WrittenAxis,
} from './axes.js';
import { ccOutline, gpuOutline, throughputSchema } from './schema.js';
import { hasShape, type Layout, layoutOf, PLAIN, readTable, type Table, turned } from './tables.js';

const GPUS: Path = ['gpus'];
const COMMON_AXES: Path = ['throughputAxes'];

/** The axes by which the first GPU's table is written; undefined: it states none, or wrong ones. */
export function firstTableAxes(context: PlanContext): AxisPair<StatedAxis> | undefined {
  const { document } = context;
  const [first] = keysOf(valueAt(document, GPUS));
  const own = [...GPUS, first ?? '', 'axes'];
  // What is wrong with them is reported when the GPU is read.
  const silent = { document, problems: new Problems() } as const;
  if (valueAt(document, own) !== undefined) return readStatedAxes(own, silent);
  if (valueAt(document, COMMON_AXES) === undefined) return undefined;
  return readStatedAxes(COMMON_AXES, silent);
}

/**
 * The kinds of GPU; undefined, and reported, if something is wrong with one of them.
 * @param workload its axes; undefined if they could not be read: then shapes are not checked.
 */
export function readGpus(
  workload: AxisPair<WrittenAxis> | undefined,
  context: PlanContext,
): readonly OfferedGpu[] | undefined {
  const names = keysOf(valueAt(context.document, GPUS));
  const hasCommon = valueAt(context.document, COMMON_AXES) !== undefined;
  const common = hasCommon ? tableLayout(COMMON_AXES, workload, context) : undefined;
  const gpus = names.flatMap((name): readonly OfferedGpu[] => {
    const gpu = readGpu(name, { workload, common, hasCommon }, context);
    return gpu === undefined ? [] : [gpu];
  });
  return gpus.length === names.length && names.length > 0 ? gpus : undefined;
}

interface TableAxes {
  readonly workload: AxisPair<WrittenAxis> | undefined;
  readonly common: Layout | undefined;
  readonly hasCommon: boolean;
}

function readGpu(name: string, axes: TableAxes, context: PlanContext): OfferedGpu | undefined {
  const at = [...GPUS, name];
  const tree = valueAt(context.document, at);
  if (tree?.kind !== 'mapping') {
    if (isBroken(context.document, at)) return undefined;
    const got = describeTree(tree);
    report(context, at, { expected: 'a mapping with costPerHour and throughput', got });
    return undefined;
  }
  const { costPerHour, slo, source, available, minimum } = fieldsAt(gpuOutline, at, context);
  const layout = layoutAt(at, axes, context);
  const throughput = readThroughput([...at, 'throughput'], axes.workload, layout, context);
  if (available?.value !== undefined && minimum && minimum.value > available.value) {
    const expected = `at most available, ${available.value}`;
    report(context, [...at, 'minimum'], { expected, got: String(minimum.value) });
    return undefined;
  }
  const off = costPerHour && throughput && { costPerHour: costPerHour.value, throughput };
  const cc = readCc([...at, 'cc'], off, axes.workload, layout, context);
  if (!(off && slo && source && available && minimum) || cc === undefined) return undefined;
  return {
    name,
    off,
    cc,
    least: minimum.value,
    most: available.value ?? Number.POSITIVE_INFINITY,
    slo: slo.value ?? null,
    source: source.value ?? null,
  };
}

/** Null: not said; undefined, and reported, if something is wrong with it. */
function readCc(
  at: Path,
  off: Offer | undefined,
  workload: AxisPair<WrittenAxis> | undefined,
  layout: Layout | undefined,
  context: PlanContext,
): Offer | null | undefined {
  const tree = valueAt(context.document, at);
  if (tree === undefined) return null;
  const { costPerHour, throughputFactor } = fieldsAt(ccOutline, at, context);
  if (tree.kind !== 'mapping') return undefined;
  const own = [...at, 'throughput'];
  const hasOwn = valueAt(context.document, own) !== undefined;
  const table = hasOwn ? readThroughput(own, workload, layout, context) : undefined;
  if (!(costPerHour && throughputFactor)) return undefined;
  const factor = throughputFactor.value;
  if (hasOwn && factor !== undefined) {
    report(context, at, { expected: 'throughput or throughputFactor', got: 'both' });
    return undefined;
  }
  if (!hasOwn && factor === undefined && costPerHour.value === undefined) {
    const expected = 'what CC changes: costPerHour, throughput or throughputFactor';
    report(context, at, { expected, got: 'none of them' });
    return undefined;
  }
  if (off === undefined) return undefined;
  const scaled = off.throughput.map((row) => row.map((value) => value * (factor ?? 1)));
  const throughput = hasOwn ? table : scaled;
  return throughput && { costPerHour: costPerHour.value ?? off.costPerHour, throughput };
}

function readThroughput(
  at: Path,
  workload: AxisPair<WrittenAxis> | undefined,
  layout: Layout | undefined,
  context: PlanContext,
): Table | undefined {
  const table = readTable(throughputSchema, at, context);
  if (table === undefined || workload === undefined || layout === undefined) return undefined;
  const axes = { rows: workload.rows.axis, columns: workload.columns.axis };
  return hasShape(table, axes, layout, at, context) ? turned(table, layout) : undefined;
}

/** How a GPU's tables are written. */
function layoutAt(at: Path, axes: TableAxes, context: PlanContext): Layout | undefined {
  const { workload, common, hasCommon } = axes;
  const own = [...at, 'axes'];
  if (valueAt(context.document, own) !== undefined) return tableLayout(own, workload, context);
  if (hasCommon) return common;
  if (workload === undefined) return undefined;
  if (!workload.rows.falls && !workload.columns.falls) return PLAIN;
  const hint = 'the workload’s fall, so that it cannot be told how this table is meant';
  report(context, own, { expected: 'the axes of the table', got: 'nothing', hint });
  return undefined;
}

function tableLayout(
  at: Path,
  workload: AxisPair<WrittenAxis> | undefined,
  context: PlanContext,
): Layout | undefined {
  const stated = readStatedAxes(at, context);
  return stated && workload && layoutOf(stated, workload, at, context);
}
