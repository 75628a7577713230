import { analyzeTee, type TeeAnalysis } from '../../analysis/tee/analyze.js';
import { FIGURE_DATE, figureFonts } from '../../host/figure-fonts.js';
import { analysisCsv } from '../../report/analysis/analysis-csv.js';
import { analysisJson } from '../../report/analysis/analysis-json.js';
import { analysisText } from '../../report/analysis/analysis-text.js';
import { analysisFigures } from '../../report/analysis/figures/all.js';
import type { FigureFormat } from '../../report/figures/figure.js';
import { PAGE_WIDTHS } from '../../report/figures/theme.js';
import { toJson } from '../../report/json.js';
import { readerNotes } from '../analyze/notes.js';
import { type AnalyzeRequest, readAnalyzeRequest } from '../analyze/request.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { interruptible } from '../interruptible.js';
import type { Invocation } from '../invocation.js';
import { type ResultFolder, Stopwatch, withResultFolder } from '../result-folder.js';
import type { Terminal } from '../terminal.js';

/** Says what a TEE costs, from results with it on and off. */
export const execute: Execute = (invocation, terminal) =>
  interruptible(terminal, async (check) => {
    const stopwatch = new Stopwatch();
    const request = await readAnalyzeRequest(invocation, check);
    const { measurements, notRead } = request.loaded;
    const analysis = analyzeTee(measurements, request.options);
    const warnings = [
      ...notRead.map((file) => `${file}: no results of a form that is known; left out`),
      ...request.loaded.warnings,
      ...readerNotes(measurements),
      ...analysis.warnings.runs,
    ];
    for (const warning of warnings) terminal.err(`${warning}\n`);
    const written = await withResultFolder(invocation, async (folder) =>
      folder === null
        ? ''
        : writeAll(folder, { invocation, terminal, stopwatch, request, analysis, check }),
    );
    terminal.out(invocation.json ? toJson(analysisJson(analysis)) : analysisText(analysis));
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    return EXIT.done;
  });

interface Finished {
  readonly invocation: Invocation;
  readonly terminal: Terminal;
  readonly stopwatch: Stopwatch;
  readonly request: AnalyzeRequest;
  readonly analysis: TeeAnalysis;
  readonly check: () => void;
}

/** @returns a line that names the files. */
async function writeAll(folder: ResultFolder, finished: Finished): Promise<string> {
  const { invocation, stopwatch, request, analysis } = finished;
  folder.append('summary.json', [toJson(analysisJson(analysis))]);
  for (const [name, content] of analysisCsv(analysis)) folder.append(name, [content]);
  await appendFigures(folder, request.formats, finished);
  return folder.commit({
    status: 'complete',
    scenarios: [],
    replications: { asked: 1, finished: 1 },
    inputs: request.loaded.inputs,
    invocation,
    stopwatch,
  });
}

async function appendFigures(
  folder: ResultFolder,
  formats: readonly FigureFormat[],
  { terminal, analysis, check }: Finished,
): Promise<void> {
  const page = { columns: 2, widthPoints: PAGE_WIDTHS[2] } as const;
  const figures = analysisFigures(analysis, page);
  if (figures.length === 0) return;
  // Drawing needs large libraries.
  const { FigureRenderer } = await import('../../report/figures/render/render.js');
  const renderer = new FigureRenderer(figureFonts());
  for (const { name, figure } of figures) {
    check();
    const { files, spec, warnings } = await renderer.render(figure, {
      widthPoints: page.widthPoints,
      formats,
      pdf: { title: name, created: FIGURE_DATE },
    });
    for (const [format, content] of files) folder.append(`${name}.${format}`, [content]);
    folder.append(`${name}.vl.json`, [toJson(spec)]);
    folder.append(`${name}.caption.txt`, [`${figure.caption}\n`]);
    for (const warning of warnings) terminal.err(`${name}: ${warning}\n`);
  }
}
