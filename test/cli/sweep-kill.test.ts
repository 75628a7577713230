import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { createRunKey } from '../../src/random/run-key.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { start } from './process.js';
import { SMALL_SCENARIO } from './small-scenario.js';
import { contentOf, smallSweep } from './small-sweep.js';

/** How often a sweep is killed before this is believed. */
const KILLS = 20;
/** Some forty starts of the command: a busy machine takes its time, ms. */
const PATIENCE = 240_000;

const LONG = 1e6;

const at = useTemporaryFolder();

beforeAll(() => {
  writeFileSync(at('s.yaml'), SMALL_SCENARIO);
  writeFileSync(at('sweep.yaml'), smallSweep('replications: 20\nset: { durationSeconds: 1000 }'));
});

function sweep(folder: string) {
  return start(['sweep', at('sweep.yaml'), '--out', at(folder), '--resume', '--jobs', '2']);
}

it(
  'comes to the same bytes however often and whenever it is killed',
  async () => {
    const began = performance.now();
    expect((await sweep('whole').ended).code).toBe(0);
    const milliseconds = performance.now() - began;
    const whole = contentOf(at('whole'));
    const uniform = createRunKey('kills', 0).stream('moments');
    let kills = 0;
    // Each folder is killed over again until a run is through.
    for (let folder = 0; kills < KILLS; folder++) {
      let code: number | null = null;
      while (code === null) {
        const { child, ended } = sweep(`killed-${folder}`);
        await Promise.race([
          setTimeout(kills < KILLS ? uniform.next() * milliseconds : LONG),
          ended,
        ]);
        const isKilled = child.kill('SIGKILL');
        code = (await ended).code;
        if (isKilled && code === null) kills++;
      }
      expect(code).toBe(0);
      expect(contentOf(at(`killed-${folder}`))).toEqual(whole);
    }
  },
  PATIENCE,
);
