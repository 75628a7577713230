import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readPlainFile } from './plain-file.js';

/** What vouches for results: it is written last, and lists them. */
export const MANIFEST = 'manifest.json';

/** A file of results, as a manifest lists it. */
const fileSchema = z.object({ name: z.string(), sha256: z.string().optional() });

const manifestSchema = z.looseObject({
  tool: z.literal('sealsim'),
  files: z.array(fileSchema),
  /** Of a sweep only. */
  sweep: z
    .object({
      identity: z.string(),
      shard: z.object({ number: z.number(), of: z.number() }).nullable(),
    })
    .optional(),
});

/** What a manifest says of what lies beside it. */
export type FoundManifest = z.output<typeof manifestSchema>;

/** A result lies in the folder or one below: no manifest makes us touch anything elsewhere. */
const RESULT_NAME = /^[\w-][\w.,-]*(\/[\w-][\w.,-]*)?$/;

/** The manifest in a folder; undefined if there is none, or it is not one of ours. */
export function readManifest(folder: string): FoundManifest | undefined {
  const text = readPlainFile(join(folder, MANIFEST));
  const parsed = text === undefined ? undefined : manifestSchema.safeParse(parseJson(text));
  return parsed?.data;
}

/**
 * The files in a folder that an earlier command says it wrote. Others may have the same names:
 * measurements come as runs.csv, batches.csv and requests.csv too.
 */
export function earlierResults(folder: string): ReadonlySet<string> {
  const manifest = readManifest(folder);
  if (manifest === undefined) return new Set();
  const names = manifest.files.map(({ name }) => name).filter((name) => RESULT_NAME.test(name));
  const isFolder = (name: string): boolean =>
    lstatSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
  return new Set([...names.filter((name) => !isFolder(name)), MANIFEST]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
