import type { Shard, SweepDescription } from '../experiment/store/types.js';
import type { Manifest, Provenance } from './manifest.js';

/** Where the results of a sweep come from. */
export interface SweepManifestInput extends Provenance {
  readonly description: SweepDescription;
  /** The part of the sweep that is there; null: all of it. */
  readonly shard: Shard | null;
  /** Replications of all cells that are there. */
  readonly finished: number;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  /** What was joined; empty if it was simulated here. */
  readonly parts: readonly SweepPart[];
}

/** Results that were simulated apart. */
export interface SweepPart {
  readonly folder: string;
  /** Its own manifest, which says where and when; null if it was never finished. */
  readonly manifest: Manifest | null;
}

/** The content of a sweep's `manifest.json`: all it takes to check it, to redo and to cite it. */
export function sweepManifest(input: SweepManifestInput): Manifest {
  const { description, shard, finished, files, parts, ...run } = input;
  const { name, identity, cells, replications, inputs } = description;
  return {
    tool: 'sealsim',
    ...run,
    status: shard === null ? 'complete' : 'shard',
    sweep: { name, identity, shard, cells: cells.length },
    replications: { planned: replications, finished },
    inputs,
    redo: [...parts.flatMap(({ manifest }) => redoOf(manifest)), commandLine(run.command)],
    cite: citation(input),
    parts: parts.map(({ folder, manifest }) => ({ folder, ...whereAndWhen(manifest) })),
    files,
  };
}

/** For the list of references, or for the caption of a figure. */
function citation({ version, startedAt, description, finished }: SweepManifestInput): string {
  const { name, cells, identity } = description;
  const [day] = startedAt.split('T');
  const size = `${cells.length} cells, ${finished} runs`;
  return `sealsim ${version}, sweep "${name}" (${size}), ${day}, identity SHA-256 ${identity}`;
}

function whereAndWhen(manifest: Manifest | null): Manifest {
  const { command, startedAt, wallSeconds, host, node, platform } = manifest ?? {};
  return { command, startedAt, wallSeconds, host, node, platform };
}

/** The command lines that a part lists, if it does. */
function redoOf(manifest: Manifest | null): readonly unknown[] {
  const redo = manifest?.['redo'];
  return Array.isArray(redo) ? redo : [];
}

/** To be pasted into a shell. */
function commandLine(words: readonly string[]): string {
  const quoted = words.map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`,
  );
  return ['sealsim', ...quoted].join(' ');
}
