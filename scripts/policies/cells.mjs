/** What is compared: the cells of the grid, the policies, and what each is held to. */

export const MODES = ['cc', 'off'];
export const SLAS = [40, 60, 80];
export const PATTERNS = ['gamma', 'bursty', 'ramp'];
export const MODELS = ['granite-7b', 'gemma-7b', 'llama3-8b'];

/** Settings of a policy beyond its name. */
const SETTINGS = {
  'look-ahead+floor': ['strategy.attainmentFloor=0.4'],
};

/** What the scenario of a policy sets. */
export function settingsOf(policy) {
  return [`strategy.name=${policy}`, ...(SETTINGS[policy] ?? [])];
}

/**
 * SLA attainment over received requests, %, at SLA 40, 60 and 80 s, of two reference policies, as
 * modelled on the same timings elsewhere: look ahead 4 batches, and the same with weights 4, 1.5, 1.
 */
const PLAIN = {
  cc: { 4: [72, 88, 90], 8: [65, 79, 84], 12: [60, 66, 69] },
  off: { 4: [90, 96, 99], 8: [82, 88, 91], 12: [67, 72, 73] },
};
const WEIGHTED = {
  cc: { 4: [65, 74, 84], 8: [47, 50, 55], 12: [34, 42, 44] },
  off: { 4: [80, 97, 100], 8: [64, 63, 68], 12: [43, 44, 46] },
};
const TARGETS = {
  'look-ahead': PLAIN,
  'look-ahead+floor': WEIGHTED,
  'proportional-fair': WEIGHTED,
};

/** The figure that a policy is held to, %, or undefined. */
export function targetOf(policy, { mode, mean, sla }) {
  return TARGETS[policy]?.[mode][mean][SLAS.indexOf(sla)];
}

/** All cells of one kind of arrivals. */
export function cellsOf(means) {
  return MODES.flatMap((mode) => means.flatMap((mean) => SLAS.map((sla) => ({ mode, mean, sla }))));
}
