import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Measured } from '../../experiment/diff/measured.js';
import {
  measuredGrid,
  measuredRun,
  type ResultFiles,
} from '../../experiment/diff/measured-files.js';
import { measuredSweep } from '../../experiment/diff/measured-sweep.js';
import { MANIFEST } from '../../host/earlier-results.js';
import { fileError } from '../../host/file-errors.js';
import { readPlainFile } from '../../host/plain-file.js';
import { DESCRIPTION } from '../../host/sweep-layout.js';
import { openResults } from '../../host/sweep-results.js';

/** The results in a folder, and which command wrote them. */
export interface MeasuredFolder {
  readonly kind: 'sweep' | 'run' | 'compare';
  readonly measured: Measured;
  /** Whether there is to be more. */
  readonly unfinished: boolean;
}

const manifestSchema = z.object({
  tool: z.literal('sealsim'),
  command: z.tuple([z.enum(['run', 'compare'])], z.string()),
  version: z.string(),
  status: z.enum(['complete', 'interrupted']),
  replications: z.object({ asked: z.number() }),
  inputs: z.array(z.object({ what: z.string(), name: z.string(), sha256: z.string() })),
  scenarios: z.array(z.unknown()),
});

const EXPECTED = 'a folder of results of run, compare or sweep';

/** @throws UserError if there are no results that can be compared, or they are damaged. */
export async function readMeasured(folder: string): Promise<MeasuredFolder> {
  if (existsSync(join(folder, DESCRIPTION))) {
    const { results, status } = await openResults(folder);
    const unfinished = status !== 'complete';
    return { kind: 'sweep', measured: measuredSweep(results), unfinished };
  }
  if (!existsSync(folder)) throw fileError(folder, EXPECTED, 'no such folder');
  const manifest = manifestSchema.safeParse(readJson(join(folder, MANIFEST)));
  if (!manifest.success)
    throw fileError(folder, EXPECTED, `no ${MANIFEST} of these commands in it`);
  const { command, version, status, replications, inputs, scenarios } = manifest.data;
  const files: ResultFiles = {
    folder,
    about: { version, replications: String(replications.asked), inputs, scenarios },
    read: (name) => readPlainFile(join(folder, name)) ?? null,
  };
  const [kind] = command;
  const measured = kind === 'run' ? measuredRun(files) : measuredGrid(files);
  return { kind, measured, unfinished: status !== 'complete' };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readPlainFile(path) ?? '');
  } catch {
    return undefined;
  }
}
