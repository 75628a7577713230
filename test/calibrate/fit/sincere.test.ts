import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fitBatchServer } from '../../../src/calibrate/fit/batch-server-fit.js';
import { fittedProfile } from '../../../src/calibrate/fit/fitted-profile.js';
import { scoreForms } from '../../../src/calibrate/fit/form-scores.js';
import { readDerived } from '../../../src/interop/sincere/derived.js';
import { type ProfileDocument, profileSchema } from '../../../src/timing/profile-schema.js';
import { dataFile, SINCERE_FOLDER } from '../../interop/data-folder.js';

const shipped = profileSchema.parse(parse(readFileSync('profiles/h100-sincere.yaml', 'utf8')));

async function sincere() {
  const { data, runs } = await readDerived({
    runs: dataFile('runs-train.csv'),
    batches: dataFile('batches-train.csv'),
    requests: dataFile('requests-train.csv.gz'),
  });
  const sizeTriggers = new Map([...runs].map(([id, run]) => [id, run.triggers['Batch size'] ?? 0]));
  return { data, options: { base: shipped, sizeTriggers } };
}

describe.skipIf(SINCERE_FOLDER === undefined)(
  'the fit of the 72 SINCERE runs (skipped where the data are not at hand)',
  () => {
    it('is what the built-in profile holds', async () => {
      const { data, options } = await sincere();
      const fitted = fittedProfile(fitBatchServer(data, options), shipped, 'test');
      for (const [name, model] of Object.entries(shipped.models)) {
        for (const mode of ['off', 'cc'] as const) {
          const [mine, theirs] = [fitted.models[name]?.[mode], model[mode]];
          expect(unsourced(mine?.swap.history)).toEqual(unsourced(theirs?.swap.history));
          expect(unsourced(mine?.batch['in-experiment'])).toEqual(
            unsourced(theirs?.batch['in-experiment']),
          );
          expect(mine?.swap.disk?.cv).toBe(theirs?.swap.disk?.cv);
          expect(mine?.swap.disk?.runCv).toBe(theirs?.swap.disk?.runCv);
        }
      }
      expect(unsourced(fitted.busyLoop)).toEqual(unsourced(shipped.busyLoop));
    });

    it('finds 5 double triggers in 2027', async () => {
      const { data, options } = await sincere();
      const { race } = fitBatchServer(data, options);
      expect(race?.n).toBe(2027);
      expect(race?.value).toBeCloseTo(5 / 2027, 12);
    });

    it('predicts swaps of cells left out best by history, batches best by measured ratios', async () => {
      const { data, options } = await sincere();
      const scores = scoreForms(data, options);
      for (const mode of ['off', 'cc'] as const) {
        const crps = (form: string) =>
          scores.find((score) => score.mode === mode && score.form === form)?.crps ?? Number.NaN;
        expect(crps('history')).toBeLessThan(0.95 * crps('disk'));
        expect(crps('disk')).toBeLessThan(0.75 * crps('in-experiment'));
        expect(crps('ratio')).toBeLessThan(crps('line'));
      }
    });
  },
);

function unsourced(group: ProfileDocument['busyLoop'] | object | undefined): object {
  const entries = Object.entries(group ?? {});
  return Object.fromEntries(entries.filter(([key]) => !key.startsWith('source')));
}
