/**
 * Bundles the command and the library into dist/, dependencies included, so that one run of the
 * command reads a few files instead of a few hundred. `--no-types` leaves out the declarations.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url);
const require = createRequire(import.meta.url);

/** Packages that find files of their own by where they lie: a bundle has no such place. */
const EXTERNAL = [
  '@resvg/resvg-js',
  'fontkit',
  'highs',
  'pdfkit',
  'piscina',
  'subset-font',
  'svg-to-pdfkit',
];

/** Bundled CommonJS packages call require for node's own modules; an ES module has none. */
const REQUIRE = [
  "import { createRequire as sealsimCreateRequire } from 'node:module';",
  'const require = sealsimCreateRequire(import.meta.url);',
].join('\n');

rmSync(new URL('dist', root), { recursive: true, force: true });
const built = await build({
  absWorkingDir: new URL('.', root).pathname,
  entryPoints: {
    sealsim: 'src/cli/main.ts',
    index: 'src/index.ts',
    testing: 'src/testing.ts',
    'sweep-worker': 'src/cli/sweep-worker.ts',
    'ilp-worker': 'src/cli/ilp-worker.ts',
  },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  external: EXTERNAL,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  banner: { js: REQUIRE },
  logLevel: 'warning',
}).catch(() => null);
// What is wrong has been printed.
if (built === null) process.exit(1);
chmodSync(new URL('dist/sealsim.js', root), 0o755);

if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '--emitDeclarationOnly'], {
    cwd: root,
    stdio: 'inherit',
  });
}
