import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option, toggle } from './shared.js';

export const figures: CommandSpec = {
  name: 'figures',
  summary: 'draw the figures of a sweep from its results folder',
  arguments: [
    {
      name: 'SWEEP_DIR',
      description: 'a folder of sweep results',
      required: false,
      variadic: false,
      choices: [],
      completes: 'file',
    },
    {
      name: 'NAME',
      description: 'which figures; default: all whose data is there',
      required: false,
      variadic: true,
      choices: [],
      completes: 'file',
    },
  ],
  options: [
    toggle('--list', 'list the figures and the options that each reads'),
    {
      ...option('--where', 'column=a,b,…', 'show these values of a column only (repeatable)'),
      repeats: true,
    },
    option('--metric', 'path', 'the metric that is shown, e.g. latencySeconds.p95'),
    option('--x', 'column', 'the column along the horizontal axis'),
    option('--y', 'column', 'the column along the vertical axis'),
    option('--series', 'column', 'the column that colours and lines stand for'),
    option('--from', 's', 'where a window of time begins'),
    option('--to', 's', 'where it ends'),
    option('--bound', 'FILE.csv', 'bounds to draw over the policies (docs/figures.md)'),
    option('--format', 'svg,png,pdf', 'the files to draw; default: all three'),
    option('--columns', '1|2', 'how many columns of a page wide; default: 2'),
    { ...OUT, description: 'where to; default: figures in SWEEP_DIR' },
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim figures results/sincere-paper',
    'sealsim figures results/sincere-paper attainment --where arrivals.rate=8 --columns 1',
    'sealsim figures results/sincere-paper gpu-timeline --from 0 --to 120 --format pdf',
    'sealsim figures results/policy-frontier policy-frontier two-by-two',
    'sealsim figures --list',
  ],
  load: () => import('../actions/figures.js'),
};
