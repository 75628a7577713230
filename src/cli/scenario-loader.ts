import { type Issue, UserError } from '../errors.js';
import type { LoadedScenario } from '../experiment/replicate.js';
import { nodeFiles } from '../host/node-files.js';
import { rememberingFiles, rememberingStrategies } from '../host/remembering.js';
import { nodeStrategies } from '../host/strategy-modules.js';
import { loadScenario } from '../scenario/load.js';
import type { LoadedStrategy } from '../scenario/ports.js';
import { Sources } from '../scenario/sources.js';
import type { PlacedSetting } from '../scenario/text/sets.js';
import { findStrategy } from '../serving/batch/strategies/registry.js';
import { HookWatch, WatchedStrategy } from './hook-watch.js';
import { type Invocation, optionIssue } from './invocation.js';
import { resultFolderProblem } from './result-folder.js';

/** A file that results depend on. */
export interface InputFile {
  readonly what: string;
  readonly name: string;
  readonly sha256: string;
}

const MOST_REPLICATIONS = 1_000_000;

/**
 * Loads scenarios as the options of a command line change them. Every file is read once, so that
 * variants of a scenario share it, and the hashes are those of what is simulated.
 */
export class ScenarioLoader {
  readonly #files = rememberingFiles(nodeFiles());
  readonly #strategies = rememberingStrategies(nodeStrategies());
  readonly #sources = new Sources();
  readonly #watch = new HookWatch();
  readonly #invocation: Invocation;
  readonly #file: string;

  /** @param file the scenario's, if it is not what the command's first argument names. */
  constructor(invocation: Invocation, file = invocation.args[0] ?? '') {
    this.#invocation = invocation;
    this.#file = file;
  }

  /**
   * @param sets `path=value`, applied after those of `--set`.
   * @param settings applied before all of these; problems point at where they stand.
   * @throws UserError with every problem of the scenario, its files and these options.
   */
  async load(
    sets: readonly string[] = [],
    settings: readonly PlacedSetting[] = [],
  ): Promise<LoadedScenario> {
    const seed = this.#invocation.value('--seed');
    const replications = readReplications(this.#invocation);
    const scenario = await loadScenario(
      {
        file: this.#file,
        sets: [...this.#invocation.all('--set'), ...sets],
        settings,
        ...(seed === undefined ? {} : { seed }),
        // A wrong number is reported by optionProblems.
        ...(typeof replications === 'number' ? { replications } : {}),
      },
      this.#files,
      this.#strategies,
      this.#sources,
    );
    const { module, name } = scenario.strategy;
    const strategy =
      module === null
        ? findStrategy(name)
        : this.#watched(await this.#strategies.load(module.path));
    if (strategy === undefined) throw new UserError([optionIssue('strategy', 'a known one', name)]);
    return { scenario, strategy };
  }

  #watched({ definition }: LoadedStrategy): WatchedStrategy {
    return new WatchedStrategy(definition, this.#watch);
  }

  /** The scenario file and what the scenarios name, each file once, with hashes. */
  async inputs(...loaded: readonly LoadedScenario[]): Promise<readonly InputFile[]> {
    // What was read to load the scenario, not what the file may hold by now.
    const text = await this.#files.readText(this.#file);
    const inputs = [
      { what: 'scenario', name: this.#file, sha256: this.#files.sha256(text) },
      ...loaded.flatMap(namedFiles),
    ];
    return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
  }
}

function namedFiles({ scenario }: LoadedScenario): readonly InputFile[] {
  const { timing, strategy, workload } = scenario;
  const arrivals =
    workload.arrivals.process === 'superposition'
      ? workload.arrivals.of.map((member) => member.arrivals)
      : [workload.arrivals];
  const traces = arrivals.flatMap((each) =>
    each.process === 'trace' ? [{ what: 'trace', name: each.file, sha256: each.sha256 }] : [],
  );
  const { module } = strategy;
  return [
    { what: 'profile', name: timing.profile, sha256: timing.profileSha256 },
    ...timing.presets.map((preset) => ({ what: 'tee preset', ...preset })),
    ...traces,
    ...(module === null ? [] : [{ what: 'strategy', name: module.path, sha256: module.sha256 }]),
  ];
}

/** What `--replications` says; undefined if it was not given, an issue if it makes no sense. */
export function readReplications(invocation: Invocation): number | Issue | undefined {
  const text = invocation.value('--replications');
  if (text === undefined) return undefined;
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= MOST_REPLICATIONS) return count;
  const expected = `a whole number from 1 to ${MOST_REPLICATIONS}`;
  return optionIssue('--replications', expected, JSON.stringify(text));
}

/** Problems of the command line, and of the options that every command that runs a scenario has. */
export function optionProblems(invocation: Invocation): readonly Issue[] {
  const replications = readReplications(invocation);
  const folder = invocation.value('--out');
  const out =
    folder === undefined ? undefined : resultFolderProblem(folder, invocation.has('--force'));
  return [
    ...invocation.issues,
    ...(typeof replications === 'object' ? [replications] : []),
    ...(out === undefined ? [] : [out]),
  ];
}

/** The result of `task`; if it found problems in the input they are added to `issues`. */
export async function collecting<T>(issues: Issue[], task: Promise<T>): Promise<T | undefined> {
  try {
    return await task;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    issues.push(...error.issues);
    return undefined;
  }
}
