import { EXPORT_FORMATS } from '../choices.js';
import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, option } from './shared.js';

export const exportCommand: CommandSpec = {
  name: 'export',
  summary: 'write a run in the form of others’ benchmark results, one file a replication',
  arguments: [
    {
      name: 'FORMAT',
      description: 'whose form',
      required: true,
      variadic: false,
      choices: EXPORT_FORMATS,
      completes: 'kind',
    },
    {
      name: 'RUN_DIR',
      description: 'a folder that run --out wrote',
      required: true,
      variadic: false,
      choices: [],
      completes: 'file',
    },
  ],
  options: [
    {
      ...option(
        '--input-tokens',
        'n',
        'length of a prompt; default: the trace’s, or the profile’s; model=n for one model (repeatable)',
      ),
      repeats: true,
    },
    {
      ...option('--output-tokens', 'n', 'length of an answer, as for prompts (repeatable)'),
      repeats: true,
    },
    option('--out', 'folder', 'where the files go'),
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim export llm-d-report-0.2.1 results/mine --input-tokens 128 --out results/reports',
    'sealsim export vllm results/mine --input-tokens 128 --out results/vllm',
  ],
  load: () => import('../actions/export.js'),
};
