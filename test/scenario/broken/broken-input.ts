import type { ScenarioRequest } from '../../../src/scenario/load.js';

/** An input with problems and exactly the lines that must be reported for it, in order. */
export interface BrokenInput {
  readonly name: string;
  /** Sections that differ from the valid scenario; null leaves one out. */
  readonly changes?: Readonly<Record<string, string | null>>;
  /** The whole text of the scenario, in place of changes. */
  readonly text?: string;
  readonly request?: Partial<ScenarioRequest>;
  /** Other files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}
