import { fieldsAt, report } from '../../experiment/sweep/context.js';
import type { Path } from '../../scenario/text/tree.js';
import { outsideRemark, percent, readEdges } from './buckets.js';
import { type LengthDistribution, lengthProblem, massesOf } from './masses.js';
import { lengthSchema } from './schema.js';
import {
  type ReadWorkload,
  requiredRate,
  WORKLOAD,
  type WorkloadFields,
  type WorkloadReading,
} from './workload-part.js';

/** Less than this outside is what arithmetic leaves. */
const NEGLIGIBLE = 1e-12;
const WITHOUT_SD: readonly string[] = ['exponential', 'constant'];

/** A workload of independent lengths. */
export function readLengths(
  fields: WorkloadFields,
  { context }: WorkloadReading,
): ReadWorkload | undefined {
  const rate = requiredRate(fields, context);
  const axes = readEdges(context);
  const input = readLength([...WORKLOAD, 'lengths', 'input'], context);
  const output = readLength([...WORKLOAD, 'lengths', 'output'], context);
  const rule = fields.outside?.value;
  if (!(rate && axes && input && output && rule)) return undefined;
  const [down, across] = [
    massesOf(input, axes.rows.axis.edges ?? []),
    massesOf(output, axes.columns.axis.edges ?? []),
  ];
  const inside = sumOf(down.inside) * sumOf(across.inside);
  const share = Math.max(0, 1 - inside);
  const isSome = share > NEGLIGIBLE;
  if (inside === 0 && rule !== 'clamp') {
    report(context, [...WORKLOAD, 'edges'], { expected: 'buckets with requests', got: 'none' });
    return undefined;
  }
  if (isSome && rule === 'refuse') {
    const expected = 'buckets that hold every request';
    const got = `${percent(share)} of them outside`;
    const hint = 'outside: clamp puts them into the nearest bucket, drop leaves them out';
    report(context, [...WORKLOAD, 'edges'], { expected, got, hint });
    return undefined;
  }
  const [rows, columns] =
    rule === 'clamp' ? [clampedIn(down), clampedIn(across)] : [down.inside, across.inside];
  const total = rule === 'clamp' ? 1 : inside;
  return {
    axes,
    shares: rows.map((a) => columns.map((b) => (a * b) / total)),
    rate: rate * total,
    outside: { rule, count: null, share: isSome ? share : 0 },
    remarks: isSome ? [outsideRemark(rule, percent(share), rate, rate * total)] : [],
    inputs: [],
  };
}

function readLength(at: Path, context: WorkloadReading['context']): LengthDistribution | undefined {
  const { distribution, mean, sd } = fieldsAt(lengthSchema, at, context);
  if (!(distribution && mean && sd)) return undefined;
  const family = distribution.value;
  const takesSd = !WITHOUT_SD.includes(family);
  if (takesSd !== (sd.value !== undefined)) {
    const expected = takesSd ? `sd, which ${family} needs` : `no sd, which ${family} has not`;
    report(context, [...at, 'sd'], { expected, got: takesSd ? 'nothing' : String(sd.value) });
    return undefined;
  }
  const length = { family, mean: mean.value, sd: sd.value ?? 0 };
  const problem = lengthProblem(length);
  if (problem === undefined) return length;
  report(context, [...at, 'sd'], { expected: problem, got: String(sd.value) });
  return undefined;
}

function clampedIn({ inside, below, above }: ReturnType<typeof massesOf>): readonly number[] {
  const last = inside.length - 1;
  return inside.map((mass, at) => mass + (at === 0 ? below : 0) + (at === last ? above : 0));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
