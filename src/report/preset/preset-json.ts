import { factorsOf, numbersOf, reachOf } from '../../timing/tee/effects.js';
import { lossesBeside } from '../../timing/tee/evidence.js';
import { teeRanges } from '../../timing/tee/ranges.js';
import { silentEffects, UNKNOWNS } from '../../timing/tee/silence.js';
import type { PresetReport } from './report.js';

/** The report as data: what `--json` prints. */
export function presetJson({ presets, tee, profile, change }: PresetReport): unknown {
  const acting = new Set(tee.acting.map(({ name }) => name));
  return {
    presets: presets.map(({ name, sha256, document }) => ({
      name,
      sha256,
      architecture: document.architecture,
      description: document.description,
    })),
    profile,
    effects: tee.effects.map(({ name, preset, effect, citation }) => ({
      name,
      preset,
      kind: effect.kind,
      source: citation,
      hardware: effect.hardware,
      conditions: effect.conditions,
      confidence: effect.confidence,
      actsOn: acting.has(name) ? reachOf(effect) : null,
      factors: acting.has(name) ? factorsOf(effect) : null,
      numbers: numbersOf(effect).map(({ path, unit, quantity }) => ({
        path,
        unit,
        value: quantity?.value ?? null,
        low: quantity?.low ?? null,
        high: quantity?.high ?? null,
        spread: quantity?.spread ?? null,
      })),
      ...(effect.kind === 'evidence' ? { unit: effect.unit, points: effect.points } : {}),
    })),
    durations: change.changes,
    notes: change.notes,
    silent: silentEffects(tee),
    unknowns: UNKNOWNS,
    evidence: lossesBeside(tee),
    ranges: teeRanges(tee),
  };
}
