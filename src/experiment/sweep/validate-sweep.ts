import { Problems } from '../../scenario/issues/problems.js';
import { loadScenario } from '../../scenario/load.js';
import { Sources } from '../../scenario/sources.js';
import type { Validation } from '../../scenario/validate.js';
import { unknownModels } from './metrics.js';
import { readSweep } from './read-sweep.js';
import { setProblems } from './set-problems.js';

/**
 * Checks a sweep with the scenarios of all its cells.
 * @throws UserError with every problem found, each once
 */
export async function validateSweep(file: string, validation: Validation): Promise<void> {
  const { files, strategies, sets } = validation;
  const { sweep, issues } = await readSweep(file, files);
  const problems = new Problems();
  problems.addIssues(issues);
  if (sweep !== undefined) problems.addIssues(setProblems(sets, sweep));
  const sources = new Sources();
  const models = new Set<string>();
  for (const { settings } of sweep?.cells ?? []) {
    const request = { file: sweep?.scenarioFile ?? '', sets, settings };
    const scenario = await problems.collect(() =>
      loadScenario(request, files, strategies, sources),
    );
    for (const model of scenario?.models ?? []) models.add(model);
  }
  // Without a scenario it is not known which models there are.
  if (sweep !== undefined && models.size > 0) problems.addIssues(unknownModels(sweep, [...models]));
  problems.throwIfAny();
}
