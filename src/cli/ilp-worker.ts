import { parentPort, workerData } from 'node:worker_threads';
import { InvariantError } from '../errors.js';
import { monotonicSeconds } from '../host/clock.js';
import type { PlanMessage, PlanTask } from '../planning/answer.js';
import { solvePlan } from '../planning/solve-plan.js';
import { loadHighs } from '../planning/solver/highs.js';
import { keepConsoleOffStdout } from './terminal.js';

keepConsoleOffStdout();
const send = (message: PlanMessage): void => parentPort?.postMessage(message);

try {
  const { problems, timeLimitSeconds } = workerData as PlanTask;
  const start = monotonicSeconds();
  const solver = await loadHighs();
  send({ kind: 'loaded', loadSeconds: monotonicSeconds() - start });
  for (const [at, problem] of problems.entries()) {
    send({ kind: 'solved', at, solved: await solvePlan(problem, solver, timeLimitSeconds) });
  }
} catch (error) {
  if (!(error instanceof InvariantError)) throw error;
  send({ kind: 'bug', message: error.message });
}
