import { MEASUREMENT_FORMATS, TRACE_FORMATS } from '../choices.js';
import type { Execute } from '../command-spec.js';

/** What each kind of measured data needs is loaded only when it is imported. */
export const execute: Execute = async (invocation, terminal) => {
  const [format = ''] = invocation.args;
  const isOf = (formats: readonly string[]): boolean => formats.includes(format);
  const load = isOf(MEASUREMENT_FORMATS)
    ? import('../import/measurements.js')
    : isOf(TRACE_FORMATS)
      ? import('../import/trace.js')
      : import('../import/logs.js');
  return (await load).execute(invocation, terminal);
};
