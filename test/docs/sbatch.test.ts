import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { sealsim } from '../cli/run-in-process.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { folderContent } from '../support/folder-content.js';

const at = useTemporaryFolder();
const PAGE = readFileSync('docs/sweeps.md', 'utf8');

beforeAll(() => {
  mkdirSync(at('bin'));
  // Prints what it is called with: starting the command ten times would take long.
  const shim = `#!/bin/sh\nprintf '%s\\n' "$@"\n`;
  writeFileSync(at('bin', 'sealsim'), shim, { mode: 0o755 });
});

/** A script that the page shows. */
function script(name: string): string {
  const [, text] = PAGE.split(`<!-- ${name} -->\n\`\`\`bash\n`);
  if (text === undefined) throw new Error(`docs/sweeps.md has no ${name}`);
  return text.slice(0, text.indexOf('```'));
}

/** Does what Slurm does with a script on a node. @param variables that it sets. */
async function submit(name: string, variables: Record<string, string> = {}): Promise<void> {
  const env = { PATH: `${at('bin')}:${process.env['PATH']}`, ...variables };
  const words = execFileSync('bash', ['-eu'], { input: script(name), env, encoding: 'utf8' });
  await run(...words.trimEnd().split('\n'));
}

/** Runs a command line, with a folder of the test's own for results. */
async function run(...words: readonly string[]): Promise<void> {
  const own = words.map((word) => word.replace(/^results/, at('results')));
  // What is tested is the scripts, not the sweep: one replication will do.
  const few = words[0] === 'sweep' ? ['--replications', '1'] : [];
  const { code, err } = await sealsim(...own, ...few);
  expect({ code, err }).toEqual({ code: 0, err: '' });
}

it('the scripts for Slurm write what one run writes', async () => {
  const [, first = '', last = ''] =
    /^#SBATCH --array=(\d+)-(\d+)$/m.exec(script('sweep.sbatch')) ?? [];
  expect([first, last]).toEqual(['1', '8']);
  for (let task = Number(last); task >= Number(first); task--) {
    const variables = { SLURM_ARRAY_TASK_ID: String(task), SLURM_CPUS_PER_TASK: '1' };
    await submit('sweep.sbatch', variables);
  }
  await submit('merge.sbatch');
  await run('sweep', 'scenarios/sweeps/quick.yaml', '--out', 'results/whole');
  const contents = ['quick', 'whole'].map((name) => folderContent(at('results', name)));
  const [joined, whole] = contents.map(({ 'manifest.json': _, ...content }) => content);
  expect(joined).toEqual(whole);
});
