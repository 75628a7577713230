import type { ProfileDocument, ProfileMode, ProfileModel } from '../../timing/profile-schema.js';

/**
 * A profile without all that measured runs can give: what was profiled, weights, memory and sizes
 * are left. A fit on it takes nothing from other measured runs.
 */
export function profiledOnly(profile: ProfileDocument): ProfileDocument {
  const { write: _, busyLoop: __, models, ...rest } = profile;
  const bare = Object.entries(models).map(([name, model]): [string, ProfileModel] => [
    name,
    { ...model, off: bareMode(model.off), ...(model.cc && { cc: bareMode(model.cc) }) },
  ]);
  return { ...rest, models: Object.fromEntries(bare) };
}

function bareMode({ batch, swap }: ProfileMode): ProfileMode {
  return { batch: { profiled: batch.profiled }, swap: { profiled: swap.profiled } };
}
