import { InvariantError, type Issue } from '../../errors.js';
import type { FleetAt, FleetAtPoint } from '../../experiment/capacity/cost.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import type { RunSummary } from '../../metrics/summary.js';
import type { Scenario } from '../../scenario/types.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { type NumberForm, readNumber } from './numbers.js';

/** What a GPU costs in an hour, by TEE mode. */
export type GpuPrices = Readonly<Record<Scenario['teeMode'], number>>;

const PRICE: NumberForm = {
  expected: '$ per GPU and hour, a number from 0',
  accepts: (value) => value >= 0,
};

/** What `--price` and `--price-cc` say; null where no price is given. */
export function readPrices(invocation: Invocation, issues: Issue[]): GpuPrices | null {
  const off = readNumber(invocation, '--price', PRICE, issues);
  const cc = readNumber(invocation, '--price-cc', PRICE, issues);
  if (invocation.has('--price-cc') && !invocation.has('--price')) {
    issues.push(optionIssue('--price-cc', '--price beside it', 'none'));
  }
  return off === undefined ? null : { off, cc: cc ?? off };
}

/** A price for a mode in which nothing is simulated would be ignored. */
export function checkPricesUsed(
  invocation: Invocation,
  scenarios: readonly LoadedScenario[],
  issues: Issue[],
): void {
  if (!invocation.has('--price-cc')) return;
  if (scenarios.some(({ scenario }) => scenario.teeMode === 'cc')) return;
  const hint = 'use --tee cc or --tee both';
  issues.push(optionIssue('--price-cc', 'a variant with tee.mode cc', 'none', hint));
}

/** Keeps what each replication says of money. */
export class CostRecord {
  readonly #prices: GpuPrices;
  readonly #fleets = new Map<string, { fleet: FleetAtPoint; onTime: number[]; idle: number[] }>();

  constructor(prices: GpuPrices) {
    this.#prices = prices;
  }

  /** @param summary of the next replication of this variant and value. */
  add(variant: number, x: number, { scenario }: LoadedScenario, summary: RunSummary): void {
    const key = `${variant} ${x}`;
    const { onTime, idle } = this.#fleets.get(key) ?? this.#open(key, scenario);
    const { requests, sla, gpu, horizon } = summary;
    const hours = (scenario.durationSeconds - horizon.warmUpSeconds) / 3600;
    // No request has come: none was on time.
    const count = requests.received === 0 ? 0 : sla.attainmentReceived * requests.received;
    onTime.push(count / hours);
    idle.push(gpu.idleShare);
  }

  /** What was kept of a value that has been simulated. */
  readonly at: FleetAt = (variant, x) => {
    const known = this.#fleets.get(`${variant} ${x}`);
    if (known === undefined) throw new InvariantError('not simulated', { variant, x });
    return known.fleet;
  };

  #open(key: string, { server, teeMode }: Scenario) {
    const [onTime, idle]: [number[], number[]] = [[], []];
    const dollarsPerGpuHour = this.#prices[teeMode];
    const fleet = { gpus: server.gpus, dollarsPerGpuHour, onTimePerHour: onTime, idleShare: idle };
    const opened = { fleet, onTime, idle };
    this.#fleets.set(key, opened);
    return opened;
  }
}
