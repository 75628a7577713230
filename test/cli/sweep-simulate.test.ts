import { expect, it } from 'vitest';
import { Interruption } from '../../src/cli/interruption.js';
import { simulateMissing } from '../../src/cli/sweep/simulate.js';
import { SweepProgress } from '../../src/cli/sweep/sweep-progress.js';
import { SweepFolder } from '../../src/host/sweep-folder.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { allBlocks, smallSweep } from '../support/sweep-records.js';

const at = useTemporaryFolder();
const SWEEP = smallSweep();
const OPTIONS = { resume: true, force: false, shard: null };

it('counts what was there before, and simulates none of it', async () => {
  const first = await SweepFolder.open(at('folder'), SWEEP, OPTIONS);
  for (const block of allBlocks(1)) first.append(block);
  first.close();
  const folder = await SweepFolder.open(at('folder'), SWEEP, OPTIONS);
  const interruption = new Interruption();
  const counter = (await SweepProgress.create('')).counter(3, 6);
  const options = { ...OPTIONS, jobs: 1, replications: undefined, parquet: false, dryRun: false };
  try {
    // A block that is there twice would be refused.
    await simulateMissing(SWEEP, { ...options, out: undefined }, folder, counter, interruption);
  } finally {
    interruption.end();
    folder.close();
  }
  expect([counter.done, counter.planned]).toEqual([18, 18]);
});
