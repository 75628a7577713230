import type {
  Bounded,
  CostEstimate,
  PointCost,
  VariantCost,
} from '../../experiment/capacity/cost.js';
import { NOTHING, printable } from '../format.js';
import { type CapacityReport, plainNumber, variantName } from './report.js';

/** Columns of what each value costs; none without prices. */
export function costHead(cost: VariantCost | undefined): readonly string[] {
  return cost === undefined ? [] : ['GPUs', '$/h', 'idle $/h', '$/1,000 on time', 'interval'];
}

export function costCells(cost: PointCost | undefined): readonly string[] {
  if (cost === undefined) return [];
  const { gpus, dollarsPerHour, idleDollarsPerHour, dollarsPerThousand } = cost;
  return [
    String(gpus),
    plainNumber(dollarsPerHour),
    idleDollarsPerHour === null ? NOTHING : plainNumber(idleDollarsPerHour),
    dollarsPerThousand === null ? NOTHING : plainNumber(dollarsPerThousand.value),
    intervalText(dollarsPerThousand),
  ];
}

function intervalText(estimate: CostEstimate | null): string {
  if (estimate === null || estimate.interval === null) return NOTHING;
  return `[${estimate.interval.map(plainNumber).join(', ')}]`.replaceAll('-', '−');
}

/** The smallest number of GPUs that holds, and what it costs. */
export function neededLines(cost: VariantCost | undefined, confidence: number): readonly string[] {
  if (cost === undefined || cost.needed === null) return [];
  const { gpus, dollarsPerHour, cost: found } = cost.needed;
  const { dollarsPerThousand } = found;
  return [
    `smallest that holds: ${amountsText(gpus, dollarsPerHour, dollarsPerThousand, confidence)}`,
  ];
}

/** What each variant costs more than the first. */
export function costDifferenceLines(report: CapacityReport): readonly string[] {
  const { cost, plan } = report;
  if (cost === null || !cost.variants.some(({ needed }) => needed !== null)) return [];
  return cost.differences.map((each, at) => {
    const names = `${variantName(report, at + 1)} minus ${variantName(report, 0)}`;
    const text =
      each === null
        ? 'not known: in one of them no number of GPUs holds here'
        : amountsText(each.gpus, each.dollarsPerHour, each.dollarsPerThousand, plan.confidence);
    return printable(`cost, ${names}: ${text}`);
  });
}

function amountsText(
  gpus: Bounded,
  dollarsPerHour: Bounded,
  dollarsPerThousand: CostEstimate | null,
  confidence: number,
): string {
  const thousand =
    dollarsPerThousand === null
      ? 'not known'
      : `$ ${plainNumber(dollarsPerThousand.value)} (${plainNumber(confidence * 100)} % interval ${intervalText(dollarsPerThousand)})`;
  const text = `${boundedText(gpus)} GPUs, $ ${boundedText(dollarsPerHour)} per hour, per 1,000 on time ${thousand}`;
  return text.replaceAll('-', '−');
}

function boundedText({ value, between }: Bounded): string {
  return `${plainNumber(value)} [${between.map(plainNumber).join(', ')}]`;
}
