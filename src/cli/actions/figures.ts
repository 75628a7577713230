import { UserError } from '../../errors.js';
import { FIGURE_DATE, figureFonts } from '../../host/figure-fonts.js';
import { FIGURE_DEFINITIONS } from '../../report/figures/registry.js';
import { toJson } from '../../report/json.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { listIssues } from '../figures/options.js';
import {
  type FiguresRequest,
  filesOf,
  openFigures,
  type Planned,
  readFiguresRequest,
} from '../figures/request.js';
import { interruptible } from '../interruptible.js';
import type { Invocation } from '../invocation.js';
import type { Terminal } from '../terminal.js';

/** A figure that lies in files. */
interface Drawn {
  readonly name: string;
  readonly caption: string;
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

/** Draws the figures of a sweep from its results folder. */
export const execute: Execute = (invocation, terminal) => {
  if (invocation.has('--list')) return Promise.resolve(list(invocation, terminal));
  return interruptible(terminal, async (check) => {
    const request = await readFiguresRequest(invocation);
    const { opened, leftOut, page, out } = request;
    const drawn = await drawAll(request, invocation.has('--force'), check);
    if (opened.status !== 'complete') {
      terminal.err('The sweep is not complete: figures show what is there.\n');
    }
    for (const { name, warnings } of drawn) {
      for (const warning of warnings) terminal.err(`${name}: ${warning}\n`);
    }
    if (invocation.json) {
      terminal.out(toJson({ folder: out, columns: page.columns, figures: drawn, leftOut }));
    } else {
      const lines = drawn.map(({ name, files }) => `  ${name}: ${files.join(', ')}`);
      const others = leftOut.map(({ name, reason }) =>
        reason.startsWith(`${name}: `) ? `  ${reason}` : `  ${name}: ${reason}`,
      );
      terminal.out([`Drew into ${out}:`, ...lines, ''].join('\n'));
      if (others.length > 0) terminal.out(['Left out:', ...others, ''].join('\n'));
    }
    return EXIT.done;
  });
};

async function drawAll(
  request: FiguresRequest,
  force: boolean,
  check: () => void,
): Promise<readonly Drawn[]> {
  const folder = openFigures(request, force);
  try {
    // Drawing needs large libraries.
    const { FigureRenderer } = await import('../../report/figures/render/render.js');
    const renderer = new FigureRenderer(figureFonts());
    const drawn: Drawn[] = [];
    for (const planned of request.planned) {
      const { files, spec, warnings } = await renderer.render(planned.figure, {
        widthPoints: request.page.widthPoints,
        formats: request.formats,
        pdf: { title: titleOf(request, planned), created: FIGURE_DATE },
      });
      const { name, figure } = planned;
      for (const [format, content] of files) folder.append(`${name}.${format}`, [content]);
      folder.append(`${name}.vl.json`, [toJson(spec)]);
      folder.append(`${name}.caption.txt`, [`${figure.caption}\n`]);
      drawn.push({
        name,
        caption: figure.caption,
        files: filesOf(name, request.formats),
        warnings,
      });
      check();
    }
    folder.commit();
    return drawn;
  } finally {
    folder.discard();
  }
}

function titleOf({ opened }: FiguresRequest, { name }: Planned): string {
  return `${opened.results.description.name}: ${name}`;
}

/** @throws UserError if there is anything that a list would not heed. */
function list(invocation: Invocation, terminal: Terminal): typeof EXIT.done {
  const issues = listIssues(invocation);
  if (issues.length > 0) throw new UserError(issues);
  const figures = FIGURE_DEFINITIONS.map(({ name, summary, reads }) => ({
    name,
    summary,
    options: reads.map((option) => `--${option}`),
  }));
  if (invocation.json) {
    terminal.out(toJson({ figures }));
    return EXIT.done;
  }
  const width = Math.max(...figures.map(({ name }) => name.length));
  for (const { name, summary, options } of figures) {
    terminal.out(`${name.padEnd(width)}  ${summary}\n${' '.repeat(width)}  ${options.join(' ')}\n`);
  }
  return EXIT.done;
}
