import { UserError } from '../../src/errors.js';
import { loadScenario, type ScenarioRequest } from '../../src/scenario/load.js';
import type { Scenario } from '../../src/scenario/types.js';
import type { StrategyDefinition } from '../../src/serving/batch/strategies/strategy.js';
import { memoryFiles, memoryStrategies } from './memory-files.js';

/** A valid scenario, by section, in the order of its lines. */
export const SECTIONS = {
  durationSeconds: '100',
  sla: '{ seconds: 60 }',
  arrivals: '{ process: poisson, rate: 2 }',
  models: '{ mix: { alpha: 0.4, beta: 0.6 } }',
  server: '{ profile: small }',
  strategy: '{ name: best-batch }',
} as const;

/** Two models; the batch table of beta ends at 64; no cc measurement of beta. */
export const PROFILE = `gpu: { memoryGiB: 80 }
models:
  alpha:
    weightsGiB: 20
    bestBatch: 8
    off: &off
      batch: { profiled: { a: 1, b: 0.1 } }
      swap: { profiled: { load: { mean: 4 } } }
    cc: *off
  beta:
    weightsGiB: 30
    bestBatch: 16
    off:
      batch:
        profiled:
          table: [{ size: 1, mean: 1 }, { size: 64, mean: 7 }]
      swap: { profiled: { load: { mean: 5 } } }
`;

/** What `strategy: { module: own.mjs }` finds: it may be given any option. */
const OWN_STRATEGY: StrategyDefinition = {
  name: 'own',
  summary: 'does nothing',
  create: () => ({ onIdle: () => undefined }),
};

/** The scenario with some sections replaced, left out (null) or added. */
export function scenarioText(changes: Readonly<Record<string, string | null>> = {}): string {
  return Object.entries({ ...SECTIONS, ...changes })
    .map(([key, value]) => (value === null ? '' : `${key}: ${value}\n`))
    .join('');
}

/** Loads `text` as `s.yaml` beside the small profile and other files. */
export function load(
  text: string,
  request: Partial<ScenarioRequest> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<Scenario> {
  const own = { 'own.mjs': 'export default …' };
  const contents = { 's.yaml': text, 'profiles/small.yaml': PROFILE, ...own, ...files };
  return loadScenario(
    { file: 's.yaml', sets: [], ...request },
    memoryFiles(contents),
    memoryStrategies({ 'own.mjs': OWN_STRATEGY }),
  );
}

/** The lines of the UserError that loading ends with; none when it succeeds. */
export async function problemsOf(loading: Promise<Scenario>): Promise<readonly string[]> {
  try {
    await loading;
    return [];
  } catch (error) {
    if (error instanceof UserError) {
      return error.message.split('\n');
    }
    throw error;
  }
}
