import { byPlan } from './by-plan.js';
import { leastWork } from './least-work.js';
import type { RouterDefinition } from './router.js';
import { weightedRandom } from './weighted-random.js';

/** Every router. A new one is added here and in a file of its own, nowhere else. */
export const routerRegistry: readonly RouterDefinition[] = [weightedRandom, leastWork, byPlan];

/** Finds a router by its name. */
export function findRouter(name: string): RouterDefinition | undefined {
  return routerRegistry.find((router) => router.name === name);
}
