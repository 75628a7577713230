import type { RunFolder } from '../../../src/interop/sealsim-run/read.js';
import { inputFile } from '../bytes.js';

interface RunParts {
  readonly models?: readonly string[];
  readonly slaSeconds?: readonly (number | string)[];
  readonly tokens?: readonly { readonly input: number | null; readonly output: number | null }[];
  readonly replications?: number;
  readonly horizon?: string;
  readonly command?: readonly string[];
  readonly strategy?: string;
  readonly seed?: string;
  readonly gpus?: number;
}

const UNKNOWN = { input: null, output: null };

/** What of a manifest is read. */
function manifestText(parts: RunParts): string {
  const models = parts.models ?? ['m'];
  const tokens = parts.tokens ?? models.map(() => UNKNOWN);
  return JSON.stringify({
    tool: 'sealsim',
    version: '9.9',
    startedAt: '2026-01-02T03:04:05.678Z',
    command: parts.command ?? ['run', 's.yaml'],
    replications: { asked: 5, finished: parts.replications ?? 1 },
    files: [{ name: 'requests.csv', bytes: 1 }],
    scenarios: [
      {
        name: 'by hand',
        ...(parts.seed !== undefined && { seed: parts.seed }),
        ...(parts.strategy !== undefined && { strategy: { name: parts.strategy } }),
        durationSeconds: 10,
        horizon: parts.horizon ?? 'terminating',
        models,
        slaSeconds: parts.slaSeconds ?? models.map(() => 3),
        teeMode: 'cc',
        ...(parts.gpus !== undefined && { server: { gpus: parts.gpus } }),
        timing: {
          gpuName: 'Some GPU',
          models: tokens.map((each, at) => ({ name: models[at], tokens: each })),
        },
      },
    ],
  });
}

export const HEADER = 'id,model,arrival_s,status,completion_s,latency_s,on_time';

/** A folder of a run from a few words and the rows of its requests. */
export function runFolder(requests: string, parts: RunParts = {}): RunFolder {
  return {
    folder: 'r',
    manifest: inputFile('r/manifest.json', manifestText(parts), 1000),
    requests: inputFile('r/requests.csv', requests, 1000),
  };
}
