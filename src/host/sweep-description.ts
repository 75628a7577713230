import { join } from 'node:path';
import { z } from 'zod';
import { descriptionFromJson, descriptionToJson } from '../experiment/store/description-json.js';
import type { SweepDescription } from '../experiment/store/types.js';
import { syncFolder } from './durable-file.js';
import { fileError } from './file-errors.js';
import type { FolderClaim } from './folder-claim.js';
import { sha256 } from './node-files.js';
import { readPlainFile } from './plain-file.js';
import { DESCRIPTION } from './sweep-layout.js';

/** Grows when what is written can no longer be read as before. */
const FORMAT = 1;

const envelopeSchema = z.object({
  tool: z.literal('sealsim'),
  format: z.number(),
  /** Of the sweep as compact JSON. */
  sha256: z.string(),
  sweep: z.unknown(),
});

/** Puts `sweep.json` in place, all at once. @throws Error as node's file errors. */
export function writeDescription(claim: FolderClaim, description: SweepDescription): void {
  const sweep = JSON.stringify(descriptionToJson(description));
  const head = JSON.stringify({ tool: 'sealsim', format: FORMAT, sha256: sha256(sweep) });
  claim.stage(DESCRIPTION, [`${head.slice(0, -1)},"sweep":${sweep}}\n`]);
  claim.place(DESCRIPTION);
  syncFolder(claim.target);
}

/**
 * What the results in a folder are of; undefined if it has no `sweep.json` of ours.
 * @throws UserError if it is damaged, was changed by hand, or comes from another version.
 */
export function readDescription(folder: string): SweepDescription | undefined {
  const path = join(folder, DESCRIPTION);
  const text = readPlainFile(path);
  if (text === undefined) return undefined;
  const parsed = envelopeSchema.safeParse(parseJson(path, text));
  if (!parsed.success) return undefined;
  const { format, sha256: sum, sweep } = parsed.data;
  if (format !== FORMAT) {
    const hint = 'it was written by another version of sealsim';
    throw fileError(path, `format ${FORMAT}`, String(format), hint);
  }
  if (sha256(JSON.stringify(sweep)) !== sum) {
    throw fileError(path, 'what was written', 'a damaged or changed file');
  }
  return descriptionFromJson(sweep);
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fileError(path, 'what was written', 'a damaged or changed file');
  }
}
