import type { Interruption } from '../interruption.js';
import type { Invocation } from '../invocation.js';
import type { Stopwatch } from '../result-folder.js';
import type { Terminal } from '../terminal.js';
import type { SweepOptions } from './options.js';
import type { SweepProgress } from './sweep-progress.js';

/** What a sweep is run with. */
export interface SweepSession {
  readonly invocation: Invocation;
  readonly options: SweepOptions;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
  readonly progress: SweepProgress;
  readonly stopwatch: Stopwatch;
}
