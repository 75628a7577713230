import { type Issue, UserError } from '../../errors.js';
import { nodeFiles } from '../../host/node-files.js';
import { rememberingFiles } from '../../host/remembering.js';
import { readPlan } from '../../planning/file/read-plan.js';
import type { OfferedGpu, Plan, PlanInput, TeeMode } from '../../planning/plan.js';
import { Problems } from '../../scenario/issues/problems.js';
import { readYamlOption } from '../../scenario/text/read-yaml.js';
import type { PlacedSetting } from '../../scenario/text/sets.js';
import { didYouMean } from '../../suggest.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { resultFolderProblem } from '../result-folder.js';
import { traceLengths } from './trace-lengths.js';
import { readVerifyRequest, type VerifyRequest } from './verify-options.js';

/** What `sealsim plan` was asked for. */
export interface PlanCommand {
  /** With the GPUs that were chosen. */
  readonly plan: Plan;
  /** At least one. */
  readonly modes: readonly [TeeMode, ...TeeMode[]];
  /** Of each mode, s. */
  readonly timeLimitSeconds: number;
  /** Null: nothing is simulated. */
  readonly verify: VerifyRequest | null;
  /** The plan itself, and what it reads. */
  readonly inputs: readonly PlanInput[];
}

const DEFAULT_TIME_LIMIT = 60;
const LONGEST_TIME_LIMIT = 86_400;

/** Options that set one value of the plan. */
const SETTINGS: Readonly<Record<string, string>> = {
  '--rate': 'workload.rate',
  '--headroom': 'headroom',
  '--slice-factor': 'sliceFactor',
  '--packing': 'packing',
  '--budget': 'budgetPerHour',
  '--orientation': 'orientation',
};

/** @throws UserError with every problem of the options, the plan and what it reads. */
export async function readPlanCommand(invocation: Invocation): Promise<PlanCommand> {
  const [file = ''] = invocation.args;
  const files = rememberingFiles(nodeFiles());
  const problems = new Problems();
  problems.addIssues([...invocation.issues, ...outProblems(invocation)]);
  const timeLimitSeconds = readTimeLimit(invocation, problems);
  const settings = settingsOf(invocation, problems);
  const ports = { files, lengths: traceLengths(files) };
  const reading = await readPlan({ file, sets: invocation.all('--set'), settings }, ports);
  problems.addIssues(reading.issues);
  const names = readGpuNames(reading.gpuNames, invocation, problems);
  const chosen = reading.plan && withGpus(reading.plan, names);
  const modes = readModes(invocation, chosen?.gpus ?? [], problems);
  const verify = readVerifyRequest(invocation, chosen, modes, problems);
  problems.throwIfAny();
  if (chosen === undefined) throw new UserError(reading.issues);
  const sha256 = files.sha256(await files.readText(file));
  const inputs = [{ what: 'plan', name: file, sha256 }, ...chosen.inputs];
  return { plan: chosen, modes, timeLimitSeconds, verify, inputs };
}

function outProblems(invocation: Invocation): readonly Issue[] {
  const out = invocation.value('--out');
  if (out === undefined) return [];
  const problem = resultFolderProblem(out, invocation.has('--force'));
  return problem === undefined ? [] : [problem];
}

function settingsOf(invocation: Invocation, problems: Problems): readonly PlacedSetting[] {
  const given = Object.entries(SETTINGS).flatMap(([option, path]): PlacedSetting[] => {
    const text = invocation.value(option);
    if (text === undefined) return [];
    const source = { kind: 'option', option } as const;
    return [{ path, value: readYamlOption(text, source, [], problems), place: source }];
  });
  if (!invocation.has('--normalise')) return given;
  const source = { kind: 'option', option: '--normalise' } as const;
  const value = readYamlOption('true', source, [], problems);
  return [...given, { path: 'workload.normalise', value, place: source }];
}

function readTimeLimit(invocation: Invocation, problems: Problems): number {
  const text = invocation.value('--time-limit');
  if (text === undefined) return DEFAULT_TIME_LIMIT;
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (seconds > 0 && seconds <= LONGEST_TIME_LIMIT) return seconds;
  const expected = `seconds, more than 0 and at most ${LONGEST_TIME_LIMIT}`;
  problems.addIssues([optionIssue('--time-limit', expected, JSON.stringify(text))]);
  return DEFAULT_TIME_LIMIT;
}

/** The GPUs that were asked for; undefined: all. */
function readGpuNames(
  known: readonly string[] | undefined,
  invocation: Invocation,
  problems: Problems,
): readonly string[] | undefined {
  const text = invocation.value('--gpus');
  if (text === undefined || known === undefined) return undefined;
  const names = [...new Set(text.split(',').map((name) => name.trim()))];
  for (const name of names.filter((each) => !known.includes(each))) {
    const expected = `GPUs of the plan (${known.join(', ')})`;
    const issue = optionIssue('--gpus', expected, JSON.stringify(name), didYouMean(name, known));
    problems.addIssues([issue]);
  }
  return names;
}

function withGpus(plan: Plan, names: readonly string[] | undefined): Plan {
  if (names === undefined) return plan;
  return { ...plan, gpus: plan.gpus.filter(({ name }) => names.includes(name)) };
}

function readModes(
  invocation: Invocation,
  gpus: readonly OfferedGpu[],
  problems: Problems,
): readonly [TeeMode, ...TeeMode[]] {
  const hasCc = gpus.some(({ cc }) => cc !== null);
  const text = invocation.value('--tee') ?? (hasCc ? 'both' : 'off');
  if (text === 'off') return ['off'];
  const isKnown = text === 'cc' || text === 'both';
  if (!isKnown) {
    problems.addIssues([optionIssue('--tee', 'one of off, cc, both', JSON.stringify(text))]);
  } else if (!hasCc && gpus.length > 0) {
    const expected = 'off, as no GPU of the plan says what it does with CC (cc)';
    problems.addIssues([optionIssue('--tee', expected, text)]);
  }
  return text === 'cc' ? ['cc'] : ['off', 'cc'];
}
