import { type Estimate, estimateMean } from '../../metrics/estimate.js';

/**
 * How a change of received attainment splits by what became of the requests. Not a factor: losses
 * are something that inputs cause, and through which they act.
 */
export interface Mediation {
  /** Through more or fewer requests being processed at all. */
  readonly losses: Estimate;
  /** Through more or fewer of the processed ones being on time. */
  readonly lateness: Estimate;
}

/** Metrics that attainment of received requests is the product of, by path. */
export interface MediationPaths {
  readonly processed: string;
  readonly received: string;
  readonly onTimeOfProcessed: string;
}

const MEDIATED = 'sla.attainmentReceived';

/**
 * What received attainment is split by: that of the run, or of one model.
 * @returns null for any other metric.
 */
export function mediationPaths(path: string): MediationPaths | null {
  if (path !== MEDIATED && !path.endsWith(`.${MEDIATED}`)) return null;
  const of = path.slice(0, -MEDIATED.length);
  return {
    processed: `${of}requests.processed`,
    received: `${of}requests.received`,
    onTimeOfProcessed: `${of}sla.attainmentProcessed`,
  };
}

/** One end of a comparison, in one replication. */
export interface Served {
  readonly processed: number;
  readonly received: number;
  /** A share of `processed`; NaN when it is 0. */
  readonly onTimeOfProcessed: number;
}

/**
 * On time / received = A·B with A = processed / received and B = on time / processed, and so its
 * change is exactly the mean of B times the change of A, and the other way round. Where an end has
 * processed nothing it has no B; nor is it late then: that of the other end stands for it.
 * @returns the two parts in one replication.
 */
export function mediate(from: Served, to: Served): readonly [losses: number, lateness: number] {
  const [share, shareTo] = [from.processed / from.received, to.processed / to.received];
  const onTime = onTimeBeside(from, to);
  const onTimeTo = onTimeBeside(to, from);
  return [
    ((onTime + onTimeTo) / 2) * (shareTo - share),
    ((share + shareTo) / 2) * (onTimeTo - onTime),
  ];
}

/** Of an end that has processed something; else of the other, and 0 if that has not either. */
function onTimeBeside(end: Served, other: Served): number {
  return [end, other].find(({ processed }) => processed > 0)?.onTimeOfProcessed ?? 0;
}

/** @param replications both ends of each. */
export function estimateMediation(replications: readonly (readonly [Served, Served])[]): Mediation {
  const parts = replications.map(([from, to]) => mediate(from, to));
  return {
    losses: estimateMean(
      parts.map(([losses]) => losses),
      1,
    ),
    lateness: estimateMean(
      parts.map(([, lateness]) => lateness),
      1,
    ),
  };
}
