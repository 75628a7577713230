import type { AnalysisOptions } from '../../analysis/tee/analyze.js';
import { type Issue, UserError } from '../../errors.js';
import type { FigureFormat } from '../../report/figures/figure.js';
import { readFormats } from '../figures/options.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { type LoadedMeasurements, loadMeasurements } from '../measured/measurements.js';
import { resultFolderProblem } from '../result-folder.js';
import { collecting } from '../scenario-loader.js';

/** What is to be analysed, and how. */
export interface AnalyzeRequest {
  readonly options: AnalysisOptions;
  readonly formats: readonly FigureFormat[];
  readonly loaded: LoadedMeasurements;
}

/** Seed 000's price of an Azure NC40ads H100 v5, EUR an hour. */
const DEFAULT_PRICE = 7;
const DEFAULT_CURRENCY = 'EUR';

/**
 * @param check called now and then; what it throws ends the reading.
 * @throws UserError with every problem of the options and the data.
 */
export async function readAnalyzeRequest(
  invocation: Invocation,
  check: () => void,
): Promise<AnalyzeRequest> {
  const issues: Issue[] = [...invocation.issues];
  const off = positive(invocation, '--price', 'a price per hour', issues) ?? DEFAULT_PRICE;
  const cc = positive(invocation, '--price-cc', 'a price per hour', issues) ?? off;
  const currency = readCurrency(invocation, issues);
  const slaSeconds = positive(invocation, '--sla', 'seconds', issues);
  const idleWatts = positive(invocation, '--idle-watts', 'watts', issues);
  const formats = readFormats(invocation, issues);
  const out = invocation.value('--out');
  const problem =
    out === undefined ? undefined : resultFolderProblem(out, invocation.has('--force'));
  if (problem !== undefined) issues.push(problem);
  const loaded = await collecting(issues, loadMeasurements(invocation.args, 'DIR', check));
  if (loaded === undefined || issues.length > 0) throw new UserError(issues);
  return { options: { prices: { off, cc, currency }, slaSeconds, idleWatts }, formats, loaded };
}

/** Null: not given, or not a number above 0, which is then among the issues. */
function positive(
  invocation: Invocation,
  option: string,
  what: string,
  issues: Issue[],
): number | null {
  const text = invocation.value(option);
  if (text === undefined) return null;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  issues.push(optionIssue(option, `${what}, more than 0`, JSON.stringify(text)));
  return null;
}

function readCurrency(invocation: Invocation, issues: Issue[]): string {
  const text = invocation.value('--currency');
  if (text === undefined) return DEFAULT_CURRENCY;
  if (/^[\p{L}\p{Sc}]{1,8}$/u.test(text)) return text;
  const expected = 'a name or sign of a currency, up to 8 letters';
  issues.push(optionIssue('--currency', expected, JSON.stringify(text)));
  return DEFAULT_CURRENCY;
}
