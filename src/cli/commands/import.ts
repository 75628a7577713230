import { IMPORT_FORMATS } from '../choices.js';
import type { CommandSpec } from '../command-spec.js';
import { FORCE, JSON_OUTPUT, OUT, option } from './shared.js';

export const importCommand: CommandSpec = {
  name: 'import',
  summary: 'turn what others measured into the forms that sealsim works with',
  arguments: [
    {
      name: 'FORMAT',
      description: 'what it is: logs, results of a benchmark, or a trace',
      required: true,
      variadic: false,
      choices: IMPORT_FORMATS,
      completes: 'kind',
    },
    {
      name: 'IN',
      description: 'a file, or a folder of them (logs: a folder)',
      required: true,
      variadic: false,
      choices: [],
      completes: 'file',
    },
  ],
  options: [
    OUT,
    option('--against', 'folder', 'logs: compare with the tables derived from them, row by row'),
    {
      ...option(
        '--model',
        'name=model',
        'traces: what the simulation calls a model of the trace; one name alone: that of every request (repeatable)',
      ),
      repeats: true,
    },
    option('--from', 's', 'traces: leave out what comes before'),
    option('--to', 's', 'traces: leave out what comes from then on'),
    FORCE,
    JSON_OUTPUT,
  ],
  examples: [
    'sealsim import sincere-logs sincere/logs --out measured',
    'sealsim import vllm results/bench --out measured',
    'sealsim import azure-llm AzureLLMInferenceTrace_code.csv --model llama3-8b --out code.csv',
  ],
  load: () => import('../actions/import.js'),
};
