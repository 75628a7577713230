import { type Queue, simulated } from './queue-runs.js';
import {
  type Batches,
  type Coverage,
  coverBatches,
  coverQueue,
  coverStopping,
  meanOf,
} from './studies.js';

/** `npm run coverage`: the tables of docs/statistics.md, in Markdown. */

const STUDIES = Number(process.argv[2] ?? 1000);
const ATTAINMENTS = [0.001, 0.005, 0.02, 0.1, 0.5, 0.9, 0.98, 0.995, 0.999];
const PROBABILITIES = [0.5, 0.95, 0.99];

const QUEUES: readonly Queue[] = [
  { load: 0.5, customers: 1000, start: 'stationary' },
  { load: 0.7, customers: 5000, start: 'stationary' },
  { load: 0.8, customers: 5000, start: 'stationary' },
  { load: 0.8, customers: 500, start: 'stationary' },
  { load: 0.5, customers: 5000, start: 'empty' },
];
const BATCHES: readonly Batches[] = [
  { batches: 400, overdispersion: 0.005 },
  { batches: 150, overdispersion: 0.02 },
];

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function cell({ share, studies, without }: Coverage): string {
  const none = without === 0 ? '' : ` (${percent(without / studies)} % have none)`;
  return `${percent(share)}${none}`;
}

function row(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function head(title: string, cells: readonly string[]): void {
  process.stdout.write(`\n${title}\n\n`);
  row(cells);
  row(cells.map(() => '---'));
}

const results = QUEUES.map((queue) => ({
  label: `load ${queue.load}, ${queue.customers} customers, ${queue.start}`,
  start: queue.start,
  ...coverQueue(
    simulated,
    queue,
    STUDIES,
    queue.start === 'stationary' ? ATTAINMENTS : [],
    queue.start === 'stationary' ? PROBABILITIES : [],
  ),
}));

head(`Mean latency, % of ${STUDIES} studies of 20 replications`, [
  'queue',
  'covered',
  'too low',
  'too high',
]);
for (const { label, mean } of results) {
  row([label, cell(mean), percent(mean.tooLow / STUDIES), percent(mean.tooHigh / STUDIES)]);
}

head('Attainment, by its true value, %', ['', ...ATTAINMENTS.map(String)]);
for (const { label, attainments, start } of results) {
  if (start === 'stationary') row([label, ...[...attainments.values()].map(cell)]);
}
for (const batches of BATCHES) {
  const label = `${batches.batches} batches, overdispersion ${batches.overdispersion}`;
  row([label, ...ATTAINMENTS.map((p) => cell(coverBatches(batches, p, STUDIES)))]);
}

head('Quantile of all latencies together, %', [
  'queue',
  ...PROBABILITIES.map((p) => `p${100 * p}`),
]);
for (const { label, pooledQuantiles, start } of results) {
  if (start === 'stationary') row([label, ...[...pooledQuantiles.values()].map(cell)]);
}

head('Stopped at a precision of the mean latency, %', [
  'queue, precision',
  'covered',
  'replications',
]);
for (const [queue, relative] of [
  [{ load: 0.5, customers: 300, start: 'stationary' }, 0.04],
  [{ load: 0.7, customers: 1000, start: 'stationary' }, 0.05],
  [{ load: 0.8, customers: 500, start: 'stationary' }, 0.1],
] as const) {
  const relativeMean = (replication: number): number =>
    meanOf(simulated(queue, 'stopping', replication)) * (1 - queue.load);
  const { coverage, replications } = coverStopping(relativeMean, 20, relative, STUDIES);
  const label = `load ${queue.load}, ${queue.customers} customers, ± ${100 * relative} %`;
  row([label, cell(coverage), replications.toFixed(0)]);
}
