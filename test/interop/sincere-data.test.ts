import { beforeAll, describe, expect, it } from 'vitest';
import { measuredMetrics } from '../../src/interop/measured-metrics.js';
import { compareWithDerived } from '../../src/interop/sincere/compare.js';
import { type DerivedData, readDerived } from '../../src/interop/sincere/derived.js';
import { importSincereLogs } from '../../src/interop/sincere/import-logs.js';
import {
  readBatchProfile,
  readBatchTimesBySize,
  readLoadingTimes,
} from '../../src/interop/sincere/profiling.js';
import { dataFile, experimentLogs, SINCERE_FOLDER } from './data-folder.js';

function readDerivedTables(): Promise<DerivedData> {
  return readDerived({
    runs: dataFile('runs-train.csv'),
    batches: dataFile('batches-train.csv'),
    requests: dataFile('requests-train.csv.gz'),
  });
}

describe.skipIf(SINCERE_FOLDER === undefined)(
  'the 72 logs of SINCERE (skipped without shared/data or SEALSIM_DATA)',
  () => {
    let derived: DerivedData;

    beforeAll(async () => {
      derived = await readDerivedTables();
    });

    it('are read whole, and agree with the derived tables but for one shared id', async () => {
      const imported = await importSincereLogs(experimentLogs());
      expect(imported.report.runs.flatMap(({ unread }) => unread)).toEqual([]);
      const { runs, requests, batches, differences } = compareWithDerived(imported, derived);
      expect({ runs, requests, batches }).toEqual({ runs: 72, requests: 510_714, batches: 4800 });
      const unexplained = differences.filter(({ because }) => because === 'unexplained');
      expect(unexplained).toEqual([]);
      expect(differences.filter(({ field }) => field !== 'trigger')).toHaveLength(1);
    });

    it('have the published figures, to the digits of the derived table', () => {
      const { data, runs } = derived;
      for (const run of data.runs) {
        const expected = runs.get(run.id)?.metrics;
        for (const [figure, value] of Object.entries(measuredMetrics(run))) {
          const reference = expected?.[figure as keyof typeof expected] ?? Number.NaN;
          const digits = /LatencySeconds$/.test(figure) ? 0.51e-3 : 0.51e-4;
          expect(Math.abs(value - reference), `${run.id} ${figure}`).toBeLessThan(digits);
        }
      }
    });

    it('come with tables of profiling that can be read', async () => {
      const loading = await Promise.all(
        ['20240906_120028_cc', '20241002_105724_noncc'].map((session) =>
          readLoadingTimes(dataFile(`model_loading_times_red_cuda_${session}.csv`)),
        ),
      );
      expect(loading.map((rows) => rows[1]?.load.mean)).toEqual([12.0832, 4.6755]);
      expect(await readBatchProfile(dataFile('batch_profile_grouped.csv'))).toHaveLength(335);
      const bySize = await readBatchTimesBySize(dataFile('batch_time_by_size_from_logs.csv'));
      expect(bySize).toHaveLength(358);
    });
  },
);
