import type { Issue } from '../../errors.js';
import { report } from '../../experiment/sweep/context.js';
import { Problems } from '../../scenario/issues/problems.js';
import { describeTree } from '../../scenario/issues/values.js';
import type { FilePort } from '../../scenario/ports.js';
import { readFields, silentKeys } from '../../scenario/read-fields.js';
import { baseName } from '../../scenario/text/base-name.js';
import { readExisting } from '../../scenario/text/read-existing.js';
import { readYamlFile, type TextDocument } from '../../scenario/text/read-yaml.js';
import { applySets, type PlacedSetting } from '../../scenario/text/sets.js';
import type { Tree } from '../../scenario/text/tree.js';
import { keysOf, valueAt } from '../../scenario/text/tree.js';
import type { OfferedGpu, Plan } from '../plan.js';
import type { AxisPair, PlanContext, WrittenAxis } from './axes.js';
import { fromMelange, inMelangeNames, isMelange } from './melange-json.js';
import { oriented } from './oriented.js';
import type { LengthsPort } from './ports.js';
import { firstTableAxes, readGpus } from './read-gpus.js';
import { axesOfWorkload, readWorkload } from './read-workload.js';
import { planOutline } from './schema.js';
import { transposed } from './tables.js';
import type { ReadWorkload } from './workload-part.js';

/** A file of a plan, and what options change of it. */
export interface PlanRequest {
  readonly file: string;
  /** `path=value`, in the file's own names. */
  readonly sets: readonly string[];
  /** What options of their own say, in the names of a YAML plan; applied last. */
  readonly settings: readonly PlacedSetting[];
}

export interface PlanPorts {
  readonly files: FilePort;
  readonly lengths: LengthsPort;
}

/** What came of reading a plan. */
export interface PlanReading {
  /** Undefined if something is wrong with it. */
  readonly plan: Plan | undefined;
  /** Of its GPUs, whatever else is wrong; undefined if it does not say. */
  readonly gpuNames: readonly string[] | undefined;
  readonly issues: readonly Issue[];
}

/** Whether a YAML or JSON text is meant to be a plan. */
export function looksLikePlan(text: string): boolean {
  const { root } = readYamlFile(text, '', new Problems());
  const keys = keysOf(root);
  return isMelange(root) || keys.includes('gpus');
}

/** Reads a plan, the simulator's own or Mélange's, with everything that is wrong with it. */
export async function readPlan(request: PlanRequest, ports: PlanPorts): Promise<PlanReading> {
  const { file, sets, settings } = request;
  const problems = new Problems();
  const text = await problems.collect(() => readExisting(file, 'a plan', ports.files));
  if (text === undefined) {
    return { plan: undefined, gpuNames: undefined, issues: problems.sorted() };
  }
  const yaml = readYamlFile(text, file, problems);
  const own = applySets(yaml.root, sets, [], problems).root;
  const isOriginal = isMelange(own);
  const root = applySets(isOriginal ? fromMelange(own) : own, [], settings, problems).root;
  const plan = await readDocument({ file, yaml, root, isOriginal }, ports, problems);
  const issues = problems.sorted();
  const gpuNames = keysOf(valueAt(root, ['gpus']));
  return {
    plan: issues.length > 0 ? undefined : plan,
    gpuNames: gpuNames.length === 0 ? undefined : gpuNames,
    issues: isOriginal ? issues.map(inMelangeNames) : issues,
  };
}

interface PlanDocument {
  readonly file: string;
  readonly yaml: TextDocument;
  readonly root: Tree;
  readonly isOriginal: boolean;
}

async function readDocument(
  { file, yaml, root, isOriginal }: PlanDocument,
  ports: PlanPorts,
  problems: Problems,
): Promise<Plan | undefined> {
  const context: PlanContext = { document: root, problems };
  if (root.kind !== 'mapping') {
    if (root.kind !== 'broken') {
      report(context, [], { expected: 'a plan: a mapping', got: describeTree(root) });
    }
    return undefined;
  }
  const reading = { document: root, at: [], silent: silentKeys(yaml, root) };
  const fields = readFields(planOutline, reading, problems);
  const found = await readWorkload({ file, ...ports, context });
  const read = found && asTables(found, context);
  const axes = read?.axes ?? axesOfWorkload(context);
  const gpus = readGpus(axes, context);
  const orientation = fields.orientation?.value;
  const set =
    read &&
    orientation &&
    oriented(axesOf(read.axes), read.shares, { orientation, hasNames: !isOriginal }, context);
  const { name, source, sliceFactor, headroom, packing, budgetPerHour } = fields;
  if (gpus && budgetPerHour) checkBudget(gpus, budgetPerHour.value ?? null, context);
  if (!(read && set && gpus && orientation)) return undefined;
  if (!(name && source && sliceFactor && headroom && packing && budgetPerHour)) return undefined;
  return {
    name: name.value ?? baseName(file),
    file,
    source: source.value ?? null,
    workload: { ...set.workload, rate: read.rate },
    gpus,
    sliceFactor: sliceFactor.value,
    headroom: headroom.value,
    packing: packing.value,
    budgetPerHour: budgetPerHour.value ?? null,
    orientation,
    outside: read.outside,
    remarks: [...read.remarks, ...set.remarks],
    inputs: read.inputs,
  };
}

function axesOf({ rows, columns }: AxisPair<WrittenAxis>) {
  return { rows: rows.axis, columns: columns.axis };
}

/** The workload with rows and columns as the first table has them: tables lead. */
function asTables(read: ReadWorkload, context: PlanContext): ReadWorkload {
  const { rows, columns } = read.axes;
  if (firstTableAxes(context)?.rows.label !== columns.axis.label) return read;
  return { ...read, axes: { rows: columns, columns: rows }, shares: transposed(read.shares) };
}

function checkBudget(
  gpus: readonly OfferedGpu[],
  budget: number | null,
  context: PlanContext,
): void {
  const least = gpus.reduce((sum, { off, least }) => sum + off.costPerHour * least, 0);
  if (budget === null || least <= budget) return;
  const expected = `at least what the minimum counts cost, ${Number(least.toPrecision(9))}`;
  report(context, ['budgetPerHour'], { expected, got: String(budget) });
}
