import type { MeasuredData } from '../../interop/measured.js';
import type { ProfileDocument, ProfileMode } from '../../timing/profile-schema.js';
import type { BatchServerFit } from './batch-server-fit.js';
import { fittedProfile } from './fitted-profile.js';
import { profiledOnly } from './profiled-only.js';

/** Something that a profile can hold and the data did not give. */
export interface Unfitted {
  /** What it is: mode and model, form. */
  readonly name: string;
  /** Whether the fitted profile has it nevertheless, as the base profile had it. */
  readonly fromBase: boolean;
}

const SWAP_FORMS = ['in-experiment', 'disk', 'history'] as const;

/** Every form, of the models and modes of the data, that was not fitted on them. */
export function unfitted(
  { models, runs }: MeasuredData,
  fit: BatchServerFit,
  base: ProfileDocument,
): readonly Unfitted[] {
  const own = fittedProfile(fit, profiledOnly(base), 'measured');
  const modes = (['off', 'cc'] as const).filter((mode) =>
    runs.some(({ teeMode }) => teeMode === mode),
  );
  const byModel = modes.flatMap((mode) =>
    models.flatMap((name) => {
      const [fitted, before] = [own.models[name]?.[mode], base.models[name]?.[mode]];
      return unfittedForms(`${mode} ${name}`, fitted, before);
    }),
  );
  const ofServer = (['write', 'busyLoop'] as const)
    .filter((part) => own[part] === undefined)
    .map((part) => ({
      name: part === 'write' ? 'writing' : 'busy loop',
      fromBase: base[part] !== undefined,
    }));
  return [...byModel, ...ofServer];
}

/** Whether the data gave no duration of a server at all; a busy loop is only relative to these. */
export function nothingFitted({ inference, swaps, write }: BatchServerFit): boolean {
  return inference.length === 0 && swaps.length === 0 && write === null;
}

function unfittedForms(
  of: string,
  fitted: ProfileMode | undefined,
  before: ProfileMode | undefined,
): Unfitted[] {
  const swaps = SWAP_FORMS.filter((form) => fitted?.swap[form] === undefined).map((form) => ({
    name: `${of}, swaps, ${form}`,
    fromBase: before?.swap[form] !== undefined,
  }));
  if (fitted?.batch['in-experiment'] !== undefined) return swaps;
  const fromBase = before?.batch['in-experiment'] !== undefined;
  return [{ name: `${of}, batches, in-experiment`, fromBase }, ...swaps];
}
