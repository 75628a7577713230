import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Shard } from '../experiment/store/types.js';
import { MANIFEST } from './earlier-results.js';

/*
 * What a folder of sweep results holds. `sweep.json` is written first and says what it is of; the
 * journal grows while cells are finished; at the end the records lie in order in `records.jsonl`,
 * the tables and the manifest beside it, and the journal goes.
 */

export const DESCRIPTION = 'sweep.json';
export const RECORDS = 'records.jsonl';

/** Tables made of the records. */
export const SWEEP_TABLES: ReadonlySet<string> = new Set([
  'cells.csv',
  'summary.csv',
  'effects.csv',
  'rankings.csv',
  'cells.parquet',
  'summary.parquet',
]);

/** CSV files of replication 0 of a cell, each kind in a folder of its own. */
export const KEPT_KINDS = ['timeline', 'requests'] as const;
export type KeptKind = (typeof KEPT_KINDS)[number];

const JOURNAL_NAME = /^journal(?:-(\d+)-of-(\d+))?\.jsonl$/;
const KEPT_NAME = /^cell-\d{4,}\.csv$/;

/** The journal's name tells what part of the sweep is in it. */
export function journalName(shard: Shard | null): string {
  return shard === null ? 'journal.jsonl' : `journal-${shard.number}-of-${shard.of}.jsonl`;
}

/** `timeline/cell-0012.csv` */
export function keptName(kind: KeptKind, cell: number): string {
  return `${kind}/cell-${String(cell).padStart(4, '0')}.csv`;
}

/** The journals in a folder, in order of name. */
export function journalsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => JOURNAL_NAME.test(name))
    .sort();
}

/** The shard whose journal has this name; null for that of a whole sweep. */
export function shardOfJournal(name: string): Shard | null {
  const [, number, of] = JOURNAL_NAME.exec(name) ?? [];
  return number === undefined ? null : { number: Number(number), of: Number(of) };
}

/**
 * What lies in a folder under a name that results of a sweep have: what is made of others before
 * what it is made of, so that nothing vouches for what is already gone.
 */
export function sweepNamesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).sort();
  return [
    ...names.filter((name) => SWEEP_TABLES.has(name)),
    ...names.filter((name) => name === RECORDS || JOURNAL_NAME.test(name)),
    ...KEPT_KINDS.flatMap((kind) => keptNamesIn(folder, kind)),
    ...names.filter((name) => name === MANIFEST),
    ...names.filter((name) => name === DESCRIPTION),
  ];
}

/** The files of one kind that are kept in a folder. */
function keptNamesIn(folder: string, kind: KeptKind): readonly string[] {
  const path = join(folder, kind);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path)
    .filter((name) => KEPT_NAME.test(name))
    .sort()
    .map((name) => `${kind}/${name}`);
}
