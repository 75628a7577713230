import { basename, resolve } from 'node:path';
import { cellsOf } from '../../calibrate/replay/cross-validation.js';
import { accuracyCsv } from '../../calibrate/replay/report/accuracy-csv.js';
import {
  type Evaluation,
  type EvaluationHeader,
  evaluationText,
  headline,
} from '../../calibrate/replay/report/evaluation.js';
import { evaluationJson } from '../../calibrate/replay/report/evaluation-json.js';
import { replayCsv, replayRows } from '../../calibrate/replay/report/replay-csv.js';
import { replayFigure } from '../../calibrate/replay/report/replay-figure.js';
import { figureFonts } from '../../host/figure-fonts.js';
import { toJson } from '../../report/json.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { interruptible } from '../interruptible.js';
import type { Invocation } from '../invocation.js';
import { warnOfUnread } from '../measured/read.js';
import { type ReplayRequest, readReplayRequest } from '../replay/request.js';
import { simulateReplay } from '../replay/simulate.js';
import { type ResultFolder, Stopwatch, withResultFolder } from '../result-folder.js';

/** Predicts measured runs and puts predicted beside measured. */
export const execute: Execute = (invocation, terminal) =>
  interruptible(terminal, async (check) => {
    const stopwatch = new Stopwatch();
    const request = await readReplayRequest(invocation, check);
    return withResultFolder(invocation, async (folder) => {
      const results = await simulateReplay(request, check);
      const header = headerOf(invocation, request);
      let written = '';
      if (folder !== null) {
        await appendFiles(folder, header, results);
        check();
        const { seeds } = request.options;
        const { measured, profile } = request;
        const { name, sha256 } = profile;
        written = folder.commit({
          status: 'complete',
          scenarios: [],
          replications: { asked: seeds, finished: seeds },
          inputs: [{ what: 'profile', name, sha256 }, ...measured.inputs],
          invocation,
          stopwatch,
        });
      }
      const { json } = invocation;
      warnOfUnread(terminal, request.measured);
      terminal.out(
        json ? toJson(evaluationJson(header, results)) : evaluationText(header, results),
      );
      if (json) terminal.err(written);
      else terminal.out(written === '' ? '' : `\n${written}`);
      return EXIT.done;
    });
  });

function headerOf(invocation: Invocation, request: ReplayRequest): EvaluationHeader {
  const { measured, profile, options } = request;
  const folder = basename(resolve(invocation.value('--data') ?? ''));
  return {
    data: `${folder} (${measured.form})`,
    profile: profile.name,
    swapTimes: options.swapTimes,
    seed: options.seed,
    cells: cellsOf(measured.data).length,
  };
}

async function appendFiles(
  folder: ResultFolder,
  header: EvaluationHeader,
  results: Evaluation,
): Promise<void> {
  const rows = replayRows(headline(results));
  folder.append('summary.json', [toJson(evaluationJson(header, results))]);
  folder.append('accuracy.csv', [accuracyCsv(results)]);
  folder.append('runs.csv', [replayCsv(rows)]);
  // Drawing needs large libraries.
  const { FigureRenderer } = await import('../../report/figures/render/render.js');
  const renderer = new FigureRenderer(figureFonts());
  const drawing = await renderer.draw(replayFigure(rows, titleOf(results)), null);
  folder.append('replay.svg', [await renderer.toSvg(drawing, titleOf(results))]);
}

function titleOf({ crossValidated }: Evaluation): string {
  return crossValidated === null
    ? 'Predicted against measured, with the profile as it is'
    : 'Predicted against measured, fitted on the runs of other cells of (mean, SLA)';
}
