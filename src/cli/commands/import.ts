import { LOG_FORMATS } from '../choices.js';
import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option } from './shared.js';

export const importCommand: CommandSpec = {
  name: 'import',
  summary: 'turn logs of real runs into tables for calibrate and replay',
  arguments: [
    {
      name: 'FORMAT',
      description: 'whose logs',
      required: true,
      variadic: false,
      choices: LOG_FORMATS,
      completes: 'kind',
    },
    {
      name: 'FOLDER',
      description: 'a folder with logs (*.log, *.log.gz), or with a folder logs',
      required: true,
      variadic: false,
      choices: [],
      completes: 'file',
    },
  ],
  options: [
    OUT,
    option('--against', 'folder', 'compare with the tables derived from the logs, row by row'),
    FORCE,
    JSON_OUTPUT,
  ],
  examples: ['sealsim import sincere-logs sincere/logs --out measured'],
  load: () => import('../actions/import.js'),
};
