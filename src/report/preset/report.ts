import type { ComposedTee, LoadedPreset } from '../../timing/tee/compose.js';
import type { ProfileChange } from '../../timing/tee/effects-on-profile.js';

/** What `sealsim preset` shows. */
export interface PresetReport {
  /** As they were named, with those that they include. */
  readonly presets: readonly LoadedPreset[];
  readonly tee: ComposedTee;
  readonly profile: { readonly name: string; readonly sha256: string };
  readonly change: ProfileChange;
}
