import type { Context } from './context.js';
import type { Models } from './models.js';

/** What a process is resolved with. */
export interface ArrivalsContext extends Context {
  /** Undefined when they have problems. */
  readonly models: Models | undefined;
  readonly durationSeconds: number | undefined;
}
