import {
  type AblationResult,
  replayAblation,
} from '../../calibrate/replay/ablation/replay-ablation.js';
import {
  type CrossValidation,
  crossValidatedByCell,
} from '../../calibrate/replay/cross-validation.js';
import { type MeasuredCases, replayAll } from '../../calibrate/replay/replay-all.js';
import type { RunReplay } from '../../calibrate/replay/replay-run.js';
import type { Evaluation } from '../../calibrate/replay/report/evaluation.js';
import { profileServers, type ReplayProfile } from '../../calibrate/replay/servers.js';
import {
  type ReplaySettings,
  type ServerSource,
  SINCERE_REPLAY,
} from '../../calibrate/replay/settings.js';
import { recordedTriggers } from '../../calibrate/replay/teacher/recorded-triggers.js';
import {
  type TeacherForcedRun,
  teacherForced,
} from '../../calibrate/replay/teacher/teacher-forced.js';
import { InvariantError } from '../../errors.js';
import { measuredMetrics } from '../../interop/measured-metrics.js';
import { type Driver, driveUntilInterrupted } from '../drive.js';
import type { ReplayRequest } from './request.js';

/**
 * Simulates all that the request asks for.
 * @param check throws when Ctrl-C was pressed.
 * @throws UserError when the profile lacks what the runs need.
 */
export async function simulateReplay(
  request: ReplayRequest,
  check: () => void,
): Promise<Evaluation> {
  const simulation = new ReplaySimulation(request);
  let results: Evaluation | undefined;
  await driveUntilInterrupted([], simulation.pieces, async (driver) => {
    results = await simulation.run(driver);
  });
  check();
  // It ends without results only when interrupted, and then check throws.
  return results as Evaluation;
}

class ReplaySimulation {
  readonly #request: ReplayRequest;
  readonly #cases: MeasuredCases;
  readonly #settings: ReplaySettings;
  readonly #shipped: ReplayProfile;
  readonly #crossValidated: CrossValidation | null;

  constructor(request: ReplayRequest) {
    const { measured, profile, options } = request;
    const { models, runs } = measured.data;
    this.#request = request;
    this.#cases = { models, cases: runs.map((run) => ({ run, figures: measuredMetrics(run) })) };
    this.#settings = { ...SINCERE_REPLAY, seed: options.seed, seeds: options.seeds };
    this.#shipped = {
      document: profile.document,
      profile: profile.name,
      sha256: profile.sha256,
      swapTimes: options.swapTimes,
      batchTimes: 'in-experiment',
      raceProbability: null,
    };
    this.#crossValidated = crossValidatedByCell(
      measured.data,
      this.#shipped,
      measured.sizeTriggers,
    );
  }

  get pieces(): number {
    const { teacherForced: forced, ablations } = this.#request.options;
    return (this.#crossValidated === null ? 1 : 2) + (forced ? 1 : 0) + ablations.length;
  }

  async run(driver: Driver): Promise<Evaluation> {
    const { teacherForced: forced, ablations } = this.#request.options;
    const asItIs = await driver.drive(
      replayAll(this.#cases, this.#serversWith(this.#shipped.swapTimes), this.#settings),
    );
    const crossValidated =
      this.#crossValidated === null
        ? null
        : await driver.drive(this.#crossValidate(this.#crossValidated));
    const results: AblationResult[] = [];
    const forcedRuns = forced ? await driver.drive(this.#teacherForced()) : null;
    for (const ablation of ablations) {
      const serversOf = (swapTimes: ReplayProfile['swapTimes']) =>
        this.#serversWith(swapTimes ?? this.#shipped.swapTimes);
      const work = replayAblation(ablation, this.#cases, asItIs, serversOf, this.#settings);
      results.push(await driver.drive(work));
    }
    return { crossValidated, asItIs, teacherForced: forcedRuns, ablations: results };
  }

  #serversWith(swapTimes: ReplayProfile['swapTimes']): ServerSource {
    return profileServers({ ...this.#shipped, swapTimes }, this.#cases.models);
  }

  /** Only the runs whose server the other cells give; null when there is none. */
  *#crossValidate(serverOf: CrossValidation): Generator<number, readonly RunReplay[] | null> {
    const fitted = this.#cases.cases.filter(({ run }) => serverOf(run) !== null);
    if (fitted.length === 0) return null;
    const certain: ServerSource = (run) => {
      const server = serverOf(run);
      if (server !== null) return server;
      throw new InvariantError('a run without a fitted server was replayed', { run: run.id });
    };
    return yield* replayAll({ ...this.#cases, cases: fitted }, certain, this.#settings);
  }

  *#teacherForced(): Generator<number, readonly TeacherForcedRun[]> {
    const { models, cases } = this.#cases;
    const { reports } = this.#request.measured;
    const servers = this.#serversWith(this.#shipped.swapTimes);
    const forced: TeacherForcedRun[] = [];
    for (const each of cases) {
      const report = reports.get(each.run.id);
      const triggers = report === undefined ? null : recordedTriggers(report);
      forced.push(teacherForced(each, models, servers(each.run), this.#settings, triggers));
      yield forced.length / cases.length;
    }
    return forced;
  }
}
