import type { MeasuredMode } from '../../analysis/measurement.js';
import type { Issue } from '../../errors.js';
import type { Seconds } from '../../units.js';
import { IssueList } from '../../workload/trace/issue-list.js';
import type { InputFile } from '../csv/read-table.js';
import { Fields, isMapping } from '../document/fields.js';
import { readJson } from '../document/read-json.js';
import type { SourceDocument } from '../document/source-document.js';
import { conditionOf, settingsOf } from './condition.js';
import type { ModelLengths } from './lengths.js';

/** What the manifest says of a run. */
export interface RunFacts {
  /** Of sealsim. */
  readonly version: string;
  /** When it began, ISO 8601; null: not said. */
  readonly startedAt: string | null;
  readonly scenario: string;
  /** Scenario, strategy and what was set on the command line: what runs to be compared share. */
  readonly condition: string;
  /** Of the random numbers; null: not said. */
  readonly seed: string | null;
  /** The scenario by its parts, as text, without its name, seed and number of replications. */
  readonly settings: Readonly<Record<string, string>>;
  readonly models: readonly string[];
  /** By model; Infinity: none. */
  readonly slaSeconds: readonly Seconds[];
  readonly teeMode: MeasuredMode;
  readonly gpuName: string | null;
  /** How many there are; one where a manifest of before there could be several does not say. */
  readonly gpus: number;
  /** What the profile says, by model. */
  readonly lengths: readonly ModelLengths[];
  /** Arrivals stopped here. */
  readonly durationSeconds: Seconds;
  readonly isSteadyState: boolean;
  readonly replications: number;
}

/** Whether a document is the manifest of a folder that `sealsim run --out` wrote. */
export function isRunManifest({ value }: Pick<SourceDocument, 'value'>): boolean {
  if (!isMapping(value) || value['tool'] !== 'sealsim') return false;
  const { scenarios, files, command } = value;
  const isRun = Array.isArray(command) && command[0] === 'run';
  const hasRequests =
    Array.isArray(files) &&
    files.some((file: unknown) => isMapping(file) && file['name'] === 'requests.csv');
  return isRun && hasRequests && Array.isArray(scenarios) && scenarios.length === 1;
}

/** Reads `manifest.json`. Null, with issues, when it is not that of a run. */
export async function readManifest(
  input: InputFile,
): Promise<{ readonly facts: RunFacts | null; readonly issues: readonly Issue[] }> {
  const issues = new IssueList(input.file);
  let facts: RunFacts | null = null;
  const unreadable = await readJson(input, [], (document) => {
    const fields = Fields.of(document, issues);
    if (fields === null) return;
    if (isRunManifest(document)) facts = factsOf(fields);
    else fields.refuse('the manifest of a folder that sealsim run --out wrote', 'another document');
  });
  const all = [...unreadable, ...issues.all()];
  return { facts: all.length > 0 ? null : facts, issues: all };
}

const SECONDS = { what: 'seconds', least: 0 } as const;
const COUNT = { what: 'replications', least: 0, integer: true } as const;
const GPUS = { what: 'GPUs', least: 1, integer: true } as const;
const TOKENS = { what: 'tokens', least: 0 } as const;

function factsOf(fields: Fields): RunFacts | null {
  const [scenario] = fields.mappings('scenarios') ?? [];
  const timing = scenario?.requiredMapping('timing');
  if (scenario === undefined || timing == null) return null;
  const durationSeconds = scenario.requiredNumber('durationSeconds', SECONDS);
  const teeMode = scenario.choice('teeMode', ['off', 'cc']);
  if (!scenario.has('teeMode')) scenario.missing('teeMode', 'off or cc');
  return {
    version: fields.text('version') ?? 'unknown',
    startedAt: fields.text('startedAt'),
    scenario: scenario.text('name') ?? '',
    condition: conditionOf(fields, scenario),
    seed: scenario.has('seed') ? String(scenario.raw('seed')) : null,
    settings: settingsOf(scenario),
    models: scenario.texts('models') ?? [],
    slaSeconds: limitsOf(scenario.raw('slaSeconds')),
    teeMode: teeMode ?? 'off',
    gpuName: timing.text('gpuName'),
    gpus: scenario.mapping('server')?.number('gpus', GPUS) ?? 1,
    lengths: (timing.mappings('models') ?? []).map(lengthsIn),
    durationSeconds: durationSeconds ?? 0,
    isSteadyState: scenario.raw('horizon') === 'steady-state',
    replications: fields.requiredMapping('replications')?.requiredNumber('finished', COUNT) ?? 0,
  };
}

function lengthsIn(model: Fields): ModelLengths {
  const tokens = model.mapping('tokens');
  return {
    input: tokens?.number('input', TOKENS) ?? null,
    output: tokens?.number('output', TOKENS) ?? null,
  };
}

/** Manifests say `infinite` where JSON has no number. */
function limitsOf(list: unknown): readonly Seconds[] {
  if (!Array.isArray(list)) return [];
  return list.map((limit) => (typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY));
}
