import type { RequestsPerSecond } from '../units.js';
import type { ModelMix, SimpleArrivals, WorkloadConfig } from './config.js';
import { expectedRate } from './rates.js';

/** What a workload states of itself: requests of each model per second of the run, by index. */
export function expectedModelRates(workload: WorkloadConfig): readonly RequestsPerSecond[] {
  const { arrivals, mix } = workload;
  const members = arrivals.process === 'superposition' ? arrivals.of : [{ arrivals, mix }];
  const rates = members.map((member) => ratesOf(member.arrivals, member.mix, workload));
  return Array.from({ length: workload.modelCount }, (_, model) =>
    rates.reduce((sum, each) => sum + (each[model] ?? 0), 0),
  );
}

function ratesOf(
  arrivals: SimpleArrivals,
  mix: ModelMix,
  { durationSeconds, modelCount }: WorkloadConfig,
): readonly RequestsPerSecond[] {
  const recorded = arrivals.process === 'trace' ? arrivals.models : null;
  const total = expectedRate(arrivals, durationSeconds);
  if (recorded === null) return mix.map((share) => share * total);
  const counts = new Array<number>(modelCount).fill(0);
  let counted = 0;
  for (const model of recorded) {
    // Requests of a trace after the end of the run do not happen.
    if (arrivals.process === 'trace' && !((arrivals.times[counted] ?? 0) < durationSeconds)) break;
    counts[model] = (counts[model] ?? 0) + 1;
    counted++;
  }
  return counts.map((count) => count / durationSeconds);
}
