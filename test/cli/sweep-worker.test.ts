import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

describe('the sweep worker', () => {
  it('loads nothing that a simulation does not need: every thread pays for it', async () => {
    const root = new URL('../..', import.meta.url).pathname;
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: ['src/cli/sweep-worker.ts'],
      outdir: 'dist',
      bundle: true,
      splitting: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
    });
    const inputs = Object.keys(metafile.inputs);
    const packages = inputs.flatMap((path) => /node_modules\/([^/]+)/.exec(path)?.slice(1) ?? []);
    expect(new Set(packages)).toEqual(
      new Set(['csv-stringify', 'fastpriorityqueue', 'seedrandom']),
    );
    const rooms = inputs.flatMap(
      (path) => /^src\/(scenario|report|calibrate)\/.*/.exec(path) ?? [],
    );
    expect(rooms.filter((path) => path.startsWith('src/'))).toEqual([
      'src/report/csv.ts',
      'src/report/record-csv.ts',
    ]);
  });
});
