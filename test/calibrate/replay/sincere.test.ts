import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { accuracyOf, type FigureAccuracy } from '../../../src/calibrate/replay/accuracy.js';
import { arrivalClusters } from '../../../src/calibrate/replay/clusters.js';
import { crossValidatedByCell } from '../../../src/calibrate/replay/cross-validation.js';
import type { ReplayFigureName } from '../../../src/calibrate/replay/figures.js';
import { type MeasuredCases, replayAll } from '../../../src/calibrate/replay/replay-all.js';
import type { RunReplay } from '../../../src/calibrate/replay/replay-run.js';
import { profileServers, type ReplayProfile } from '../../../src/calibrate/replay/servers.js';
import { type ServerSource, SINCERE_REPLAY } from '../../../src/calibrate/replay/settings.js';
import { recordedTriggers } from '../../../src/calibrate/replay/teacher/recorded-triggers.js';
import {
  agreementTotals,
  teacherForced,
} from '../../../src/calibrate/replay/teacher/teacher-forced.js';
import { teeRatios } from '../../../src/calibrate/replay/tee-ratios.js';
import { measuredMetrics } from '../../../src/interop/measured-metrics.js';
import { importSincereLogs } from '../../../src/interop/sincere/import-logs.js';
import type { ImportedLogs } from '../../../src/interop/sincere/log-report.js';
import { sizeTriggersOf } from '../../../src/interop/sincere/size-triggers.js';
import { profileSchema } from '../../../src/timing/profile-schema.js';
import { experimentLogs, SINCERE_FOLDER } from '../../interop/data-folder.js';

/**
 * Median and 90 % quantile of the error that a cross-validated replay may have, over enough seeds
 * that their luck (docs/validation.md) does not decide.
 */
const LIMITS: Readonly<Record<ReplayFigureName, readonly [median: number, p90: number]>> = {
  overallThroughput: [0.025, 0.065],
  meanLatencySeconds: [0.025, 0.072],
  p95LatencySeconds: [0.045, 0.135],
  slaProcessed: [0.016, 0.06],
  slaReceived: [0.012, 0.055],
  inferenceShare: [0.009, 0.022],
  lost: [0.01, 0.045],
  switchesTotal: [0.024, 0.06],
  batches: [0.024, 0.06],
};

const base = profileSchema.parse(parse(readFileSync('profiles/h100-sincere.yaml', 'utf8')));

const SHIPPED: ReplayProfile = {
  document: base,
  profile: 'h100-sincere',
  sha256: '',
  swapTimes: 'history',
  batchTimes: 'in-experiment',
  raceProbability: null,
};
const MANY_SEEDS = { ...SINCERE_REPLAY, seeds: 200 };

/** The servers that `sealsim replay` cross-validates with; here every run has one. */
function crossValidatedServers({ data, report }: ImportedLogs): ServerSource {
  const serverOf = crossValidatedByCell(data, SHIPPED, sizeTriggersOf(report.runs));
  return (run) => {
    const server = serverOf?.(run);
    if (server === undefined || server === null) throw new Error(`nothing fitted for ${run.id}`);
    return server;
  };
}

describe.skipIf(SINCERE_FOLDER === undefined)(
  'the 72 runs of SINCERE (skipped without shared/data or SEALSIM_DATA)',
  () => {
    let imported: ImportedLogs;
    let data: MeasuredCases;
    let replays: readonly RunReplay[];
    let accuracy: FigureAccuracy[];

    beforeAll(async () => {
      imported = await importSincereLogs(experimentLogs());
      const { models, runs } = imported.data;
      data = { models, cases: runs.map((run) => ({ run, figures: measuredMetrics(run) })) };
      const work = replayAll(data, crossValidatedServers(imported), MANY_SEEDS);
      for (let step = work.next(); ; step = work.next()) {
        if (step.done !== true) continue;
        replays = step.value;
        break;
      }
      accuracy = accuracyOf(replays, arrivalClusters(runs));
    });

    it('are 28 independent arrival paths: gamma and ramp runs of one mean share theirs', () => {
      const clusters = arrivalClusters(imported.data.runs);
      expect(new Set(clusters).size).toBe(28);
      const groups = new Map<string, Set<number>>();
      imported.data.runs.forEach(({ pattern, nominalRate }, at) => {
        const group = `${pattern} ${nominalRate}`;
        groups.set(group, (groups.get(group) ?? new Set()).add(clusters[at] as number));
      });
      for (const group of ['gamma 4', 'gamma 12', 'ramp 4', 'ramp 12']) {
        expect(groups.get(group)?.size, group).toBe(1);
      }
    });

    it('are predicted by what was fitted on other cells, within the stated errors', () => {
      for (const { figure, median, p90 } of accuracy) {
        const [mostMedian, mostP90] = LIMITS[figure.name];
        expect(median, `${figure.label}, median`).toBeLessThanOrEqual(mostMedian);
        expect(p90, `${figure.label}, p90`).toBeLessThanOrEqual(mostP90);
      }
    });

    it('show no bias that their arrival paths could not explain', () => {
      for (const { figure, bias } of accuracy) {
        const [low = 0, high = 0] = bias.ci95 ?? [];
        expect(low, figure.label).toBeLessThan(0.002);
        expect(high, figure.label).toBeGreaterThan(-0.002);
      }
    });

    it('show the effect of CC within 3 hundredths of the measured ratios', () => {
      const judged = ['overallThroughput', 'meanLatencySeconds', 'slaProcessed', 'inferenceShare'];
      for (const { figure, measured, predicted, pairs } of teeRatios(replays)) {
        expect(pairs).toBe(36);
        if (!judged.includes(figure.name)) continue;
        expect(Math.abs(predicted.mean - measured), figure.label).toBeLessThan(0.03);
      }
    });

    it('come out batch for batch in most cases when their own durations and phases are forced', () => {
      const serverOf = profileServers(SHIPPED, data.models);
      const reports = new Map(imported.report.runs.map((report) => [report.run, report]));
      const forced = data.cases.map((each) => {
        const report = reports.get(each.run.id);
        const triggers = report === undefined ? null : recordedTriggers(report);
        return teacherForced(each, data.models, serverOf(each.run), SINCERE_REPLAY, triggers);
      });
      const { runs, identical, batches, ofBatches } = agreementTotals(forced);
      expect(identical / runs).toBeGreaterThanOrEqual(0.7);
      expect(batches / ofBatches).toBeGreaterThanOrEqual(0.88);
    });
  },
);
