import type { FleetFigures, FleetSearch, NotMet, SearchStep } from '../../planning/verify/types.js';
import { TEE_LABELS } from '../figures/labels.js';
import { formatInterval, NOTHING, printable } from '../format.js';
import { renderTable } from '../text-table.js';
import { bucketName } from './bucket-grid.js';
import { bestSingle, cheapestFound, searchName, type VerifiedMode } from './verification.js';

/** What simulating a plan showed, as text. */
export function verificationText(modes: readonly VerifiedMode[]): string {
  const parts = modes.flatMap((mode) => [
    heading(mode, modes.length > 1 || mode.mode === 'cc'),
    ...slowLines(mode),
    planTable(mode),
    ...searchParts(mode),
  ]);
  return `${[...parts, MEANS].map(lines).join('\n\n')}\n`;
}

const MEANS =
  'Simulated on the same tables: GPUs that share themselves equally, Poisson arrivals, one length for all requests of a bucket; no batches, no memory (docs/planning-verification.md).';

/** Lines as a terminal may show them. */
function lines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function heading({ mode, verification }: VerifiedMode, namesMode: boolean): string {
  const { options, length, model } = verification;
  const { router, sloSecondsPerToken, share, outputTokens, replications } = options;
  const { warmUpSeconds, judgedSeconds } = length;
  const tokens = outputTokens === 'upper' ? 'upper end' : 'middle';
  return [
    `${namesMode ? `${TEE_LABELS[mode]}: ` : ''}simulated with the router ${router.name}`,
    `target: latency / output tokens ≤ ${digits(sloSecondsPerToken * 1000)} ms for ${digits(share * 100)} % of requests, by the lower end of the 95 % interval (output tokens: ${tokens} of the bucket)`,
    `${replications} replications of ${judgedSeconds} s after a warm-up of ${warmUpSeconds} s, ${digits(model.rate)} requests/s`,
  ].join('\n');
}

function slowLines({ problem, verification }: VerifiedMode): readonly string[] {
  const { tooSlow, model } = verification;
  if (tooSlow.length === 0) return [];
  const texts = tooSlow.map(({ type, bucket, secondsPerToken }) => {
    const place = model.buckets[bucket];
    const name = place === undefined ? '' : bucketName(problem, place);
    const milliseconds = digits(secondsPerToken * 1000);
    return `  ${problem.types[type]?.name}: ${name} (${milliseconds} ms per token)`;
  });
  const why =
    'too slow even alone, so not sent there while the fleet has a type that is fast enough:';
  return [[why, ...texts].join('\n')];
}

const HEAD = ['$/h', 'attained, %', '95 % interval', 'p50, ms', 'p99, ms', 'met'];

function planTable(mode: VerifiedMode): string {
  const { plan, planMeets } = mode.verification;
  return renderTable({
    head: ['fleet', 'busy', ...HEAD],
    rows: [[fleetName(mode, plan), busyText(mode, plan), ...cells(plan, planMeets)]],
    textColumns: 2,
  });
}

function searchParts(mode: VerifiedMode): readonly string[] {
  const { met, problem } = mode;
  if (met === null) return [];
  const found = renderTable({
    head: ['search', 'fleet', 'busy', ...HEAD],
    rows: met.searches.map((search) => foundRow(mode, search)),
    textColumns: 3,
  });
  const steps = renderTable({
    head: ['search', 'step', 'change', 'fleet', ...HEAD],
    rows: met.searches.flatMap((search) => search.steps.map((step) => stepRow(mode, search, step))),
    textColumns: 4,
  });
  const reasons = met.searches.flatMap((search) =>
    search.notMet === null
      ? []
      : [`${searchName(search, problem)}: ${reasonText(mode, search.notMet)}`],
  );
  return [
    `fleets that meet the target, on replications that had no part in choosing them\n${found}`,
    ...reasons,
    verdict(mode, met),
    `every fleet that was tried\n${steps}`,
  ];
}

function foundRow(mode: VerifiedMode, search: FleetSearch): readonly string[] {
  const name = searchName(search, mode.problem);
  const { found } = search;
  if (found === null) return [name, 'none', ...[0, ...HEAD].map(() => NOTHING)];
  return [name, fleetName(mode, found), busyText(mode, found), ...cells(found, true)];
}

function stepRow(
  mode: VerifiedMode,
  search: FleetSearch,
  { action, change, figures, meets }: SearchStep,
): readonly string[] {
  const changes = change.flatMap((by, type) =>
    by === 0 ? [] : [`${by > 0 ? '+' : '−'}${Math.abs(by)} ${mode.problem.types[type]?.name}`],
  );
  const name = searchName(search, mode.problem);
  return [name, action, changes.join(' '), fleetName(mode, figures), ...cells(figures, meets)];
}

function verdict({ problem }: VerifiedMode, met: NonNullable<VerifiedMode['met']>): string {
  const [best, single] = [cheapestFound(met), bestSingle(met)];
  if (best?.found == null) return 'No fleet was found that meets the target.';
  const cost = `${best.found.costPerHour.toFixed(2)} $/h`;
  const cheapest = `Cheapest: ${searchName(best, problem)}, ${cost}`;
  if (single?.found == null) return `${cheapest}; no fleet of a single type meets the target.`;
  const name = `${searchName(single, problem)}, ${single.found.costPerHour.toFixed(2)} $/h`;
  if (best.only !== null) return `${cheapest}: no mix that was tried costs less.`;
  const saving = 1 - best.found.costPerHour / single.found.costPerHour;
  if (saving < 1e-9) return `${cheapest}, as much as the best single type (${name}).`;
  return `${cheapest}: ${(saving * 100).toFixed(1)} % less than the best single type (${name}).`;
}

function reasonText({ problem, verification }: VerifiedMode, notMet: NotMet): string {
  if (notMet.reason === 'availability') return 'no GPU that is available would help';
  if (notMet.reason === 'steps') return 'given up: the target was not met after many steps';
  const names = notMet.buckets.map((bucket) => {
    const place = verification.model.buckets[bucket];
    return place === undefined ? '' : bucketName(problem, place);
  });
  return `cannot meet the target: too slow even alone, or not served, are ${names.join('; ')}`;
}

function fleetName({ problem }: VerifiedMode, { counts }: FleetFigures): string {
  const parts = problem.types.flatMap(({ name }, type) => {
    const count = counts[type] ?? 0;
    return count === 0 ? [] : [`${count} × ${name}`];
  });
  return parts.join(' + ');
}

function busyText({ problem }: VerifiedMode, { busyShare }: FleetFigures): string {
  const parts = problem.types.flatMap(({ name }, type) => {
    const share = busyShare[type] ?? null;
    return share === null ? [] : [`${name} ${(share * 100).toFixed(0)} %`];
  });
  return parts.join(', ');
}

function cells(figures: FleetFigures, meets: boolean): readonly string[] {
  const { costPerHour, attainment, secondsPerToken } = figures;
  const inMs = (seconds: number | null): string =>
    seconds === null ? NOTHING : (seconds * 1000).toFixed(1);
  const { mean, ci95 } = attainment;
  return [
    costPerHour.toFixed(2),
    (mean * 100).toFixed(2),
    ci95 === null
      ? formatInterval(attainment, 'fraction')
      : `[${(ci95[0] * 100).toFixed(2)}, ${(ci95[1] * 100).toFixed(2)}]`,
    inMs(secondsPerToken.p50),
    inMs(secondsPerToken.p99),
    meets ? 'yes' : 'no',
  ];
}

function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}
