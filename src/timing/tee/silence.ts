import type { ComposedTee } from './compose.js';
import { numbersOf, reachOf, silenceOf } from './effects.js';

/** An effect that acts on nothing here. */
export interface SilentEffect {
  readonly name: string;
  readonly why: string;
}

/** The effects that act on nothing, and why; evidence is shown apart. */
export function silentEffects({ effects, acting }: ComposedTee): readonly SilentEffect[] {
  const names = new Set(acting.map(({ name }) => name));
  return effects
    .filter(({ name, effect }) => !names.has(name) && numbersOf(effect).length > 0)
    .map(({ name, effect }) => {
      const why = silenceOf(effect);
      if (why !== null) return { name, why };
      const group = reachOf(effect);
      const other = acting.find((each) => reachOf(each.effect) === group);
      const instead = other === undefined ? 'nothing does' : `${other.name} does`;
      return { name, why: `not chosen: ${instead} (use.${group})` };
    });
}

/** Parameters of a scenario that nobody has measured, or that no source gives: 0 claims nothing. */
export const UNKNOWNS: readonly { readonly path: string; readonly what: string }[] = [
  { path: 'tee.coldStart.cvmBootSeconds', what: 'booting the confidential VM, once a run' },
  { path: 'tee.coldStart.gpuAttachSeconds', what: 'attaching the GPU to it, once a run' },
  { path: 'tee.coldStart.attestationSeconds', what: 'attesting both, once a run' },
  { path: 'tee.keyReleaseSeconds', what: 'releasing the key of the weights, every load' },
];
