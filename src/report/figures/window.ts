import { refuse } from './cells.js';
import type { FigureOptions } from './figure.js';

/** A part of simulated time, s. */
export type Window = readonly [from: number, to: number];

/**
 * The window that the options give, within the run; where they say nothing, from the start of the
 * run and `usual` seconds long.
 * @throws UserError if nothing of the run is in it.
 */
export function windowOf(options: FigureOptions, usual: number, runSeconds: number): Window {
  const from = options.from ?? Math.max(0, Math.min(runSeconds, options.to ?? usual) - usual);
  const to = Math.min(options.to ?? from + usual, runSeconds);
  if (from < to) return [from, to];
  const [option, given] = options.from === null ? ['--to', options.to] : ['--from', from];
  return refuse(option, `a window within the run, 0 to ${runSeconds} s`, `${given}`);
}
