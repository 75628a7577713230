import { describe, expect, it } from 'vitest';
import { fitBatchServer } from '../../../src/calibrate/fit/batch-server-fit.js';
import { fittedProfile } from '../../../src/calibrate/fit/fitted-profile.js';
import { profiledOnly } from '../../../src/calibrate/fit/profiled-only.js';
import { fitReport } from '../../../src/calibrate/fit/report.js';
import { nothingFitted, unfitted } from '../../../src/calibrate/fit/unfitted.js';
import { crossValidatedByCell } from '../../../src/calibrate/replay/cross-validation.js';
import { baseProfile, data, measure, runs, WORLD } from './world.js';

const bare = baseProfile(WORLD);
const all = data([...runs(WORLD, 12), ...runs(WORLD, 12, { mode: 'cc' })]);
/** A profile with every form, as a fit writes it. */
const full = fittedProfile(fitBatchServer(all, { base: bare }), bare, 'other runs');

describe('profiledOnly', () => {
  it('takes away what a fit adds, and nothing else', () => {
    expect(profiledOnly({ ...full, sources: undefined })).toEqual({
      ...profiledOnly(bare),
      sources: undefined,
    });
    expect(full.models['small']?.off.swap.history).toBeDefined();
    expect(profiledOnly(full).models['small']?.off.swap.history).toBeUndefined();
    expect(profiledOnly(full).write).toBeUndefined();
  });
});

describe('unfitted', () => {
  it('names every form that the data did not give, and whether the base had it', () => {
    const one = data([measure(WORLD, { id: 'x', mode: 'cc', batches: 1 })]);
    const fit = fitBatchServer(one, { base: full });
    const missing = unfitted(one, fit, full);
    expect(missing).toContainEqual({ name: 'cc large, batches, in-experiment', fromBase: true });
    expect(missing).toContainEqual({ name: 'cc small, swaps, history', fromBase: true });
    expect(missing).toContainEqual({ name: 'busy loop', fromBase: false });
    expect(missing.some(({ name }) => name.startsWith('off'))).toBe(false);
    expect(fitReport(fit, [], missing)).toMatch(
      /cc small, swaps, history: not fitted, as in the base profile/,
    );
  });

  it('is silent about what was fitted', () => {
    const names = unfitted(all, fitBatchServer(all, { base: full }), full).map(({ name }) => name);
    expect(names).toEqual(['busy loop']);
  });

  it('finds nothing fitted where every run has a busy loop', () => {
    const spinning = data(runs(WORLD, 4, { strategy: 'PartialBatch' }));
    expect(nothingFitted(fitBatchServer(spinning, { base: full }))).toBe(true);
    expect(nothingFitted(fitBatchServer(all, { base: full }))).toBe(false);
  });
});

describe('crossValidatedByCell', () => {
  const profile = {
    document: full,
    profile: 'full',
    sha256: '',
    swapTimes: 'history' as const,
    batchTimes: 'in-experiment' as const,
    raceProbability: null,
  };

  it('does not fall back on the profile where the other cells have nothing', () => {
    const off = runs(WORLD, 6, { nominalRate: 4 });
    const cc = runs(WORLD, 6, { nominalRate: 8, mode: 'cc' });
    const more = runs(WORLD, 6, { nominalRate: 12 });
    const spins = measure(WORLD, { id: 'spins', nominalRate: 4, strategy: 'PartialBatch' });
    const serverOf = crossValidatedByCell(data([...off, ...cc, ...more, spins]), profile, null);
    if (serverOf === null) throw new Error('there are three cells');
    for (const run of [...off, ...more]) expect(serverOf(run)).not.toBeNull();
    for (const run of [...cc, spins]) expect(serverOf(run)).toBeNull();
  });

  it('predicts the same whatever measured numbers the profile has', () => {
    const measured = data([
      ...runs(WORLD, 6, { nominalRate: 4 }),
      ...runs({ ...WORLD, a: 1.4 }, 6, { nominalRate: 8 }),
    ]);
    const [with1, without] = [full, bare].map((document) =>
      crossValidatedByCell(measured, { ...profile, document }, null),
    );
    for (const run of measured.runs) {
      expect(with1?.(run)?.timing).toEqual(without?.(run)?.timing);
    }
  });
});
