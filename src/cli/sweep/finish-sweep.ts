import type { Shard } from '../../experiment/store/types.js';
import type { SweepFolder } from '../../host/sweep-folder.js';
import { toJson } from '../../report/json.js';
import { sweepFiles } from '../../report/sweep/sweep-files.js';
import { sweepJson } from '../../report/sweep/sweep-json.js';
import { runsWithoutSteadyState, sweepTable } from '../../report/sweep/sweep-table.js';
import { type SweepPart, sweepManifest } from '../../report/sweep-manifest.js';
import type { Invocation } from '../invocation.js';
import { provenanceOf, type Stopwatch } from '../result-folder.js';
import type { Terminal } from '../terminal.js';

/** What only the command knows about a sweep's results. */
export interface SweepFacts {
  readonly invocation: Invocation;
  readonly stopwatch: Stopwatch;
  /** The part of the sweep that is there; null: all of it. */
  readonly shard: Shard | null;
  /** What was joined; empty if it was simulated here. */
  readonly parts: readonly SweepPart[];
}

/**
 * Brings a sweep's folder into its final form and prints what a reader wants to see first. A shard
 * has no tables: they would be of a sweep that nobody asked for.
 * @throws Error if the results cannot be written; nothing that was finished is lost.
 */
export async function finishSweep(
  folder: SweepFolder,
  { invocation, stopwatch, shard, parts }: SweepFacts,
  terminal: Terminal,
): Promise<void> {
  const { results } = folder;
  const { description } = results;
  const parquet = invocation.has('--parquet');
  const files = shard === null ? await sweepFiles(results, { parquet }) : [];
  const counts = description.cells.map((_, cell) => results.replications(cell));
  const names = await folder.finish(files, (written) =>
    toJson(
      sweepManifest({
        ...provenanceOf(invocation, stopwatch),
        finished: counts.reduce((sum, count) => sum + count, 0),
        files: written,
        ...{ description, shard, parts },
      }),
    ),
  );
  const unsteady = runsWithoutSteadyState(results);
  if (unsteady > 0) terminal.err(`no steady state in ${unsteady} runs, which have no figures\n`);
  const written = `Wrote to ${results.folder}: ${names.join(', ')}\n`;
  if (invocation.json) {
    terminal.out(toJson(shard === null ? sweepJson(results) : { sweep: description.name, shard }));
    terminal.err(written);
  } else {
    terminal.out(shard === null ? `${sweepTable(results)}\n${written}` : written);
  }
}
