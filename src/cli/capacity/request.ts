import { InvariantError, type Issue } from '../../errors.js';
import type { CapacityPlan } from '../../experiment/capacity/types.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import type { Metric } from '../../experiment/sweep/types.js';
import { Problems } from '../../scenario/issues/problems.js';
import { type Invocation, optionIssue } from '../invocation.js';
import {
  collecting,
  optionProblems,
  readReplications,
  type ScenarioLoader,
} from '../scenario-loader.js';
import { gridOf, type Range, rangeProblems, readGridOptions, toleranceOf } from './grid.js';
import { type NumberForm, readNumber, wholeFrom } from './numbers.js';
import { type Over, readOver, scenarioValue } from './over.js';
import { checkPricesUsed, type GpuPrices, readPrices } from './prices.js';
import { readMetric, readTarget } from './target.js';
import { readVariants, type Variants } from './variants.js';
import { VariedScenarios } from './varied-scenarios.js';

/** What `sealsim capacity` was asked for. */
export interface CapacityCommand extends Variants {
  /** The scenario's. */
  readonly name: string;
  readonly metric: Metric;
  /** The path that is varied. */
  readonly path: string;
  readonly plan: CapacityPlan;
  readonly scenarios: VariedScenarios;
  /** Null where no price was given. */
  readonly prices: GpuPrices | null;
}

const DEFAULT_CONFIDENCE = 0.95;
const DEFAULT_REPLICATIONS = 20;
/** An undecided value gets this many times the replications of others. */
const MORE = 8;
const MOST_REPLICATIONS = 100_000;

const CONFIDENCE: NumberForm = {
  expected: 'a probability from 0.5 to 0.9999, e.g. 0.95',
  accepts: (value) => value >= 0.5 && value <= 0.9999,
  hint: (value) => (value > 1 && value < 100 ? `${value} % is ${value / 100}` : undefined),
};

/** @throws UserError with every problem of the options and of all variants of the scenario. */
export async function readCapacityCommand(
  invocation: Invocation,
  loader: ScenarioLoader,
): Promise<CapacityCommand> {
  const issues: Issue[] = [...optionProblems(invocation)];
  const base = await collecting(issues, loader.load());
  const metric = readMetric(invocation, base?.scenario.models, issues);
  const target = readTarget(invocation, metric, issues);
  const confidence = readNumber(invocation, '--confidence', CONFIDENCE, issues);
  const options = readGridOptions(invocation, issues);
  const prices = readPrices(invocation, issues);
  const over = readOver(invocation, issues);
  const variants = readVariants(invocation, over?.path, issues);
  const replications = readCounts(invocation, base, issues);
  const scenarios = new VariedScenarios(loader, variants, over?.path ?? '');
  const range = over && base && (await rangeOf(invocation, over, scenarios, issues));
  if (range !== undefined) issues.push(...rangeProblems(range, options, endFlag(invocation)));
  throwIfAny(issues);
  if (metric === undefined || target === undefined || range === undefined || over === undefined) {
    throw new InvariantError('what has no problems is known');
  }
  const plan: CapacityPlan = {
    metric: metric.path,
    target,
    grid: gridOf(range, options),
    whole: range.whole,
    tolerance: toleranceOf(range, options),
    confidence: confidence ?? DEFAULT_CONFIDENCE,
    replications,
    variants: variants.cells.length,
  };
  await scenarios.loadAll(plan.grid, issues);
  checkPricesUsed(invocation, scenarios.all, issues);
  throwIfAny(issues);
  const name = base?.scenario.name ?? '';
  return { ...variants, name, metric, path: over.path, plan, scenarios, prices };
}

/** Variants share most of what can be wrong with them: it is told once. */
function throwIfAny(issues: readonly Issue[]): void {
  const problems = new Problems();
  problems.addIssues(issues);
  problems.throwIfAny();
}

/** The option that says where the range ends. */
function endFlag(invocation: Invocation): string {
  return ['--to', '--from'].find((flag) => invocation.has(flag)) ?? '--over';
}

/** How many replications each value gets, and an undecided one at most. */
function readCounts(
  invocation: Invocation,
  base: LoadedScenario | undefined,
  issues: Issue[],
): CapacityPlan['replications'] {
  const asked = readReplications(invocation);
  const own = base?.scenario.replications ?? 1;
  if (asked === 1) {
    const expected = 'at least 2: a single replication has no interval';
    issues.push(optionIssue('--replications', expected, '1'));
  }
  const least = typeof asked === 'number' ? asked : own > 1 ? own : DEFAULT_REPLICATIONS;
  const form = wholeFrom(least, MOST_REPLICATIONS);
  const most = readNumber(invocation, '--most-replications', form, issues);
  return { least, most: most ?? least * MORE };
}

/** The range that was asked for, or else around the scenario's own value. */
async function rangeOf(
  invocation: Invocation,
  over: Over,
  scenarios: VariedScenarios,
  issues: Issue[],
): Promise<Range | undefined> {
  const before = issues.length;
  const { from, to } = over;
  if (from !== undefined && to !== undefined) return aroundValue(over, from, scenarios, issues);
  const value = await scenarioValue(invocation, over.path, issues);
  if (issues.length > before) return undefined;
  if (value === undefined) {
    // A path that leads nowhere is a problem of its own, whatever the range.
    await scenarios.load(0, from ?? to ?? 1, issues);
    if (issues.length > before) return undefined;
    const got = 'the scenario has no number there';
    issues.push(optionIssue('--over', `${over.path}=lo..hi`, got));
    return undefined;
  }
  return aroundValue(over, value, scenarios, issues);
}

/** A tenth to twice the value where an end is not given; whether only whole numbers are values. */
async function aroundValue(
  { from, to }: Over,
  value: number,
  scenarios: VariedScenarios,
  issues: Issue[],
): Promise<Range | undefined> {
  const isWhole = [value, from ?? 0, to ?? 0].every(Number.isInteger);
  const low = from ?? value / 10;
  const high = to ?? value * 2;
  const whole = isWhole && (await scenarios.takesWholeOnly(from ?? value));
  const range = whole
    ? { from: from ?? Math.max(1, Math.floor(low)), to: to ?? Math.max(2, high), whole }
    : { from: low, to: high, whole };
  const before = issues.length;
  await scenarios.load(0, range.from, issues);
  // What is wrong with one end need not be told of the other.
  if (issues.length === before) await scenarios.load(0, range.to, issues);
  return issues.length > before ? undefined : range;
}
