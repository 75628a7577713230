import type { Issue } from '../../errors.js';
import type { GivenLength, GivenLengths } from '../../interop/sealsim-run/given-lengths.js';
import type { LengthSource } from '../../interop/sealsim-run/lengths.js';
import { didYouMean } from '../../suggest.js';
import { MOST_TOKENS } from '../../workload/trace/request-lengths.js';
import { type Invocation, optionIssue } from '../invocation.js';

const OPTIONS = { input: '--input-tokens', output: '--output-tokens' } as const;
const KINDS = ['input', 'output'] as const;

/**
 * Reads the options; what is wrong with them is added to `issues`.
 * @param models of the run; none: it could not be read.
 */
export function readLengthOptions(
  invocation: Invocation,
  models: readonly string[],
  issues: Issue[],
): GivenLengths {
  const read = (option: string) => readLength(invocation.all(option), option, models, issues);
  return { input: read(OPTIONS.input), output: read(OPTIONS.output) };
}

/** Options that say what nobody asked: the run knows the lengths itself. */
export function unusedLengthOptions(
  given: GivenLengths,
  used: Readonly<Record<'input' | 'output', ReadonlySet<LengthSource>>>,
): readonly Issue[] {
  return KINDS.filter((kind) => isGiven(given[kind]) && !used[kind].has('given')).map((kind) =>
    optionIssue(OPTIONS[kind], 'no length, as requests.csv has those of all requests', 'one'),
  );
}

function isGiven({ all, byModel }: GivenLength): boolean {
  return all !== null || byModel.size > 0;
}

/** `n` for every model, `model=n` for one. */
function readLength(
  values: readonly string[],
  option: string,
  models: readonly string[],
  issues: Issue[],
): GivenLength {
  const byModel = new Map<string, number>();
  let all: number | null = null;
  for (const value of values) {
    const at = value.lastIndexOf('=');
    const model = at === -1 ? null : value.slice(0, at);
    const tokens = tokensIn(value.slice(at + 1));
    const reject = (expected: string, hint?: string): void => {
      issues.push(optionIssue(option, expected, JSON.stringify(value), hint));
    };
    if (tokens === null) reject(`tokens from 1 to ${MOST_TOKENS}, or model=tokens`);
    else if (model !== null && models.length > 0 && !models.includes(model)) {
      reject(`a model of the run (${models.join(', ')})`, didYouMean(model, models));
    } else if (model === null ? all !== null : byModel.has(model)) {
      reject(`one length ${model === null ? 'of all models' : `of ${model}`}`);
    } else if (model === null) all = tokens;
    else byModel.set(model, tokens);
  }
  return { all, byModel };
}

function tokensIn(text: string): number | null {
  const tokens = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return tokens >= 1 && tokens <= MOST_TOKENS ? tokens : null;
}
