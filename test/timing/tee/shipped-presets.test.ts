import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkPreset } from '../../../src/timing/tee/check-preset.js';
import { effectsOf } from '../../../src/timing/tee/compose.js';
import { EFFECT_SCHEMAS } from '../../../src/timing/tee/effect-schema.js';
import { changesToProfile } from '../../../src/timing/tee/effects-on-profile.js';
import { presetSchema } from '../../../src/timing/tee/preset-schema.js';
import { teeRanges } from '../../../src/timing/tee/ranges.js';
import { h100, readProfile, SINGLE_SERVER } from '../support.js';
import { composed, shipped, shippedNames } from './support.js';

describe.each(shippedNames())('preset %s', (name) => {
  const loaded = shipped(name);

  it('is valid alone, and says by itself what acts', () => {
    expect(checkPreset(loaded.document)).toEqual([]);
    expect(composed([loaded]).effects).toEqual(effectsOf([loaded]));
    expect(loaded.document.name).toBe(name);
  });

  it('cites every effect, and uses every source', () => {
    const { sources, effects } = loaded.document;
    const cited = Object.values(effects).map(({ source }) => source);
    expect(new Set(cited)).toEqual(new Set(Object.keys(sources)));
  });
});

describe('docs/tee-presets.md', () => {
  const page = readFileSync('docs/tee-presets.md', 'utf8');

  it('shows a preset that is valid', () => {
    const [, text = ''] = /```yaml\n(description[\s\S]*?)```/.exec(page) ?? [];
    const document = presetSchema.parse(parse(text));
    expect(checkPreset(document)).toEqual([]);
    const own = { name: 'own', sha256: '', document, includes: document.include.map(shipped) };
    expect(composed([own]).acting.map(({ name }) => name)).toEqual(['our-copies']);
  });

  it('has a row for each that comes with sealsim, and names every kind of effect', () => {
    for (const name of shippedNames()) expect(page).toContain(`| \`${name}\` |`);
    for (const { shape } of EFFECT_SCHEMAS) expect(page).toContain(`\`${shape.kind.value}\``);
  });
});

describe('what h100-hopper leaves uncertain', () => {
  it('is every number of every effect that acts and has a spread', () => {
    expect(teeRanges(composed([shipped('h100-hopper')])).map(({ path }) => path)).toEqual([
      'tee.effects.load.ratio',
      'tee.effects.step-vllm-bf16.perStepSeconds',
      'tee.effects.step-vllm-bf16.perSequenceSeconds',
    ]);
  });
});

describe('what presets do to h100-sincere', () => {
  const { changes, notes } = changesToProfile(h100(), composed([shipped('h100-hopper')]), null);

  it('is the sum of what each effect does', () => {
    expect(notes).toEqual([]);
    expect(changes).toHaveLength(3 * 3 + 12);
    for (const { offSeconds, presetSeconds, by } of changes) {
      const sum = by.reduce((total, { seconds }) => total + seconds, offSeconds);
      expect(presetSeconds).toBeCloseTo(sum, 9);
    }
  });

  it('comes within 3 % of its measured loads', () => {
    const loads = changes.filter(({ operation }) => operation === 'load');
    for (const { presetSeconds, measuredSeconds } of loads) {
      expect(Math.abs(presetSeconds / (measuredSeconds ?? Number.NaN) - 1)).toBeLessThan(0.03);
    }
  });

  it('adds steps to a batch: 50 tokens of an answer', () => {
    const batch = changes.find(({ model, size }) => model === 'granite-7b' && size === 32);
    const step = (batch?.presetSeconds ?? 0) - (batch?.offSeconds ?? 0);
    expect(step).toBeCloseTo(50 * (9.69e-4 + 5.42e-6 * 32), 9);
  });

  it('is not said of steps where the profile has no tokens', () => {
    const bare = readProfile(SINGLE_SERVER);
    const view = changesToProfile(bare, composed([shipped('h100-hopper')]), [1]);
    expect(view.notes).toEqual([
      'step-vllm-bf16: acts on no batch of only, whose tokens the profile does not say',
    ]);
    expect(view.changes.find(({ size }) => size === 1)).toMatchObject({
      presetSeconds: 1,
      measuredSeconds: null,
      by: [],
    });
  });

  it('leaves out sizes that a model cannot serve, and says so', () => {
    const view = changesToProfile(h100(), composed([shipped('blackwell')]), [1, 100]);
    expect(view.changes.filter(({ size }) => size === 100)).toHaveLength(1);
    expect(view.notes).toEqual([
      'granite-7b: no batch of 100, the largest is of 72',
      'gemma-7b: no batch of 100, the largest is of 72',
    ]);
  });
});
