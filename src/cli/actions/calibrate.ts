import { calibrateBatchServer } from '../calibrate/batch-server.js';
import { calibrateTeePreset } from '../calibrate/tee.js';
import type { CALIBRATED } from '../choices.js';
import type { Execute } from '../command-spec.js';

const ENGINES: Readonly<Record<(typeof CALIBRATED)[number], Execute>> = {
  'batch-server': calibrateBatchServer,
  tee: calibrateTeePreset,
};

/** Fits a profile or a TEE preset to measured runs. */
export const execute: Execute = (invocation, terminal) => {
  // The parser has let no other word through.
  const engine = invocation.args[0] === 'tee' ? 'tee' : 'batch-server';
  return ENGINES[engine](invocation, terminal);
};
