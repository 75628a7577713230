import type { ProfileDocument } from '../timing/profile-schema.js';
import {
  type ProfileChoice,
  type ProfileIssue,
  type ResolvedProfile,
  resolveTiming,
} from '../timing/resolve-profile.js';
import { timeScaleForRate } from '../workload/rates.js';
import { toExactJson } from './exact-json.js';
import { Problems } from './issues/problems.js';
import { readYamlFile, type TextDocument } from './text/read-yaml.js';
import { TraceStore } from './trace-store.js';
import type { Scenario } from './types.js';

/** What came of reading something, problems included. */
interface Reading<T> {
  readonly value: T;
  readonly problems: Problems;
}

/** A profile and the hash of what it was read from. */
export interface HashedProfile {
  readonly profile: ProfileDocument;
  readonly sha256: string;
}

type Timing = ResolvedProfile | { readonly issues: readonly ProfileIssue[] };

/**
 * What loads of variants of a scenario share. Each result is kept under the content it was made
 * from, so that a load with a used store gives what one with a fresh store gives, problems
 * included; variants have the equal parts of it in common. Only a trace, which may be large, is
 * read once, whatever happens to its file later. What has been read is kept as long as the store.
 */
export class Sources {
  readonly traces = new TraceStore();
  /** By file, then by its text. */
  readonly #documents = new Map<string, Map<string, Reading<TextDocument>>>();
  /** By the document or the tree it was read from. */
  readonly #profiles = new WeakMap<object, Reading<HashedProfile | undefined>>();
  /** By profile, then by the choice, as JSON. */
  readonly #timings = new WeakMap<ProfileDocument, Map<string, Timing>>();
  /** By what they are computed from, as JSON. */
  readonly #timeScales = new Map<string, number | undefined>();
  /** By their exact JSON. */
  readonly #parts = new Map<string, unknown>();

  /** The YAML text of a file. */
  document(file: string, text: string, problems: Problems): TextDocument {
    const texts = recall(this.#documents, file, () => new Map());
    return read(texts, text, problems, (found) => readYamlFile(text, file, found));
  }

  /**
   * The profile in `origin`.
   * @param make reads it from nothing but `origin`
   */
  profile(
    origin: object,
    problems: Problems,
    make: (problems: Problems) => HashedProfile | undefined,
  ): HashedProfile | undefined {
    return read(this.#profiles, origin, problems, make);
  }

  /** What a profile says for a choice, or the problems of that. */
  timing(profile: ProfileDocument, choice: ProfileChoice): Timing {
    const choices = recall(this.#timings, profile, () => new Map());
    return recall(choices, JSON.stringify(choice), () => resolveTiming(profile, choice));
  }

  /** As `timeScaleForRate`, which takes milliseconds. */
  timeScale(...by: Parameters<typeof timeScaleForRate>): number | undefined {
    return recall(this.#timeScales, JSON.stringify(by), () => timeScaleForRate(...by));
  }

  /** The scenario with the parts of an earlier one where they are equal, so that many fit in memory. */
  shared(scenario: Scenario): Scenario {
    const { server, strategy } = scenario;
    return { ...scenario, server: this.#part(server), strategy: this.#part(strategy) };
  }

  #part<T>(part: T): T {
    const key = JSON.stringify(toExactJson(part));
    // What is equal as exact JSON has the same type.
    return recall(this.#parts, key, () => part) as T;
  }
}

/** The part of a map that remembering needs. */
interface Memory<Key, Value> {
  has(key: Key): boolean;
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): unknown;
}

function recall<Key, Value>(memory: Memory<Key, Value>, key: Key, make: () => Value): Value {
  if (memory.has(key)) {
    return memory.get(key) as Value;
  }
  const made = make();
  memory.set(key, made);
  return made;
}

function read<Key, Value>(
  memory: Memory<Key, Reading<Value>>,
  key: Key,
  problems: Problems,
  make: (problems: Problems) => Value,
): Value {
  const reading = recall(memory, key, () => {
    const found = new Problems();
    return { value: make(found), problems: found };
  });
  problems.addAll(reading.problems);
  return reading.value;
}
