import { estimateCost } from '../../experiment/sweep/run/estimate-cost.js';
import { toJson } from '../../report/json.js';
import { sweepPlanJson, sweepPlanText } from '../../report/sweep-plan.js';
import { cellsToSimulate, leastReplications, type SweepRequest } from './request.js';
import { sampleCosts } from './sample-costs.js';
import type { SweepSession } from './session.js';

/** Prints what would be simulated and about what it would cost; writes nothing. */
export async function printPlan(request: SweepRequest, session: SweepSession): Promise<void> {
  const { options, invocation, terminal, interruption } = session;
  const { description } = request;
  const { jobs } = options;
  const cells = cellsToSimulate(description, options);
  const most = cells.length * leastReplications(description);
  const samples = await sampleCosts(request, most, () => interruption.check());
  const cost = estimateCost(description, cells, jobs, samples);
  const plan = { description, cells, jobs, cost };
  terminal.out(invocation.json ? toJson(sweepPlanJson(plan)) : sweepPlanText(plan));
}
