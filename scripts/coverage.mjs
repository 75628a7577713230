/**
 * `npm run coverage`: how often 95 % intervals contain what is true, where that is known exactly.
 * Prints the tables of docs/validation.md.
 *
 *     npm run coverage -- [studies]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'sealsim-coverage-'));
const outfile = join(folder, 'report.mjs');
try {
  await build({
    absWorkingDir: new URL('..', import.meta.url).pathname,
    entryPoints: ['test/metrics/coverage/report.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(folder, { recursive: true });
}
