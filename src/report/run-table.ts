import type { Estimate } from '../metrics/estimate.js';
import { type Figure, figureAt, readFigure, type WithLeaves } from '../metrics/figures.js';
import type { ModelSummary, RunSummary } from '../metrics/summary.js';
import { formatInterval, formatValue, printable, titleOf } from './format.js';
import { type GpuHeader, gpuTable } from './gpu-table.js';
import { renderTable } from './text-table.js';

/** What was run, for the line above its table. */
export interface RunHeader {
  readonly name: string;
  readonly strategy: string;
  readonly teeMode: string;
  readonly semantics: string;
  readonly seed: string;
  readonly replications: number;
  readonly durationSeconds: number;
  /** Infinity: until empty. */
  readonly drainSeconds: number;
  /** Where there are several GPUs. */
  readonly gpus?: GpuHeader;
}

/** A summary of one run, or of several replications. */
export type AnySummary = WithLeaves<RunSummary, number | Estimate>;

/** The figures of the whole run, in groups that a blank line separates. */
const OVERALL: readonly (readonly Figure[])[] = [
  [
    'requests.received',
    'requests.processed',
    'requests.lost',
    'requests.dropped',
    'requests.leftOver',
  ],
  [
    'sla.attainmentProcessed',
    'sla.attainmentReceived',
    'fairness.minAttainmentReceived',
    'fairness.jainIndex',
  ],
  [
    'latencySeconds.mean',
    'latencySeconds.p50',
    'latencySeconds.p95',
    'latencySeconds.p99',
    'latencySeconds.max',
  ],
  ['throughput.requestsPerSecond', 'throughput.inferenceRequestsPerSecond'],
  [
    'gpu.inferenceShare',
    'gpu.loadShare',
    'gpu.unloadShare',
    'gpu.writeShare',
    'gpu.idleShare',
    'swaps.count',
  ],
  ['batches.count', 'batches.meanSize'],
].map((group) => group.map(figureAt));

const DROPPED = figureAt('requests.dropped');

/** Columns of the table of models, with heads short enough for all of them in 100 characters. */
const PER_MODEL: readonly (readonly [head: string, figure: Figure])[] = [
  ['received', figureAt('requests.received')],
  ['processed', figureAt('requests.processed')],
  ['lost', figureAt('requests.lost')],
  ['dropped', DROPPED],
  ['left over', figureAt('requests.leftOver')],
  ['mean s', figureAt('latencySeconds.mean')],
  ['p95 s', figureAt('latencySeconds.p95')],
  ['SLA/p %', figureAt('sla.attainmentProcessed')],
  ['SLA/r %', figureAt('sla.attainmentReceived')],
  ['swaps', figureAt('swaps.count')],
];

/**
 * A run as text, at most 100 characters wide for model names of up to 20 (11 where requests are
 * dropped, which takes a column): what was run, the
 * figures of the whole run, a line per model, and per GPU where there are several. With replications the figures are means, with 95 %
 * intervals over the replications.
 */
export function runTable(header: RunHeader, summary: AnySummary): string {
  const parts = [headline(header), overallTable(summary), modelTable(summary)];
  if (header.gpus !== undefined && summary.perGpu !== undefined) {
    parts.push(gpuTable(header.gpus, summary.perGpu, Object.keys(summary.perModel)));
  }
  return `${parts.join('\n\n')}\n`;
}

function headline(header: RunHeader): string {
  const { name, strategy, teeMode, semantics, durationSeconds, drainSeconds } = header;
  const drain = Number.isFinite(drainSeconds) ? `${drainSeconds} s drain` : 'run until empty';
  const runs = header.replications === 1 ? '' : ` · ${header.replications} replications`;
  const gpus =
    header.gpus === undefined ? '' : ` · ${header.gpus.count} GPUs, ${header.gpus.placement.kind}`;
  return [
    `${name}: ${strategy} · TEE ${teeMode} · ${semantics}${gpus}`,
    `${durationSeconds} s of arrivals, ${drain} · seed ${header.seed}${runs}`,
  ]
    .map(printable)
    .join('\n');
}

function overallTable(summary: AnySummary): string {
  const groups = OVERALL.map((group) => group.map((figure) => overallRow(summary, figure)));
  const intervals = groups.some((rows) => rows.some(([, , interval]) => interval !== ''));
  const head = intervals ? ['figure', 'mean', '95 % interval'] : ['figure', 'value'];
  return renderTable({
    head,
    rows: groups.flatMap((rows) => ['', ...rows.map((row) => row.slice(0, head.length))]),
    textColumns: 1,
  });
}

function overallRow(summary: AnySummary, figure: Figure): string[] {
  const estimate = asEstimate(readFigure(summary, figure));
  return [
    titleOf(figure),
    formatValue(estimate.mean, figure.unit, estimate.n),
    formatInterval(estimate, figure.unit),
  ];
}

function modelTable(summary: AnySummary): string {
  const drops = asEstimate(readFigure(summary, DROPPED)).mean > 0;
  const columns = PER_MODEL.filter(([, figure]) => figure !== DROPPED || drops);
  const table = renderTable({
    head: ['model', ...columns.map(([head]) => head)],
    rows: Object.entries(summary.perModel).map(([name, model]) => [
      name,
      ...columns.map(([, figure]) => modelValue(model, figure)),
    ]),
    textColumns: 1,
  });
  return `${table}\nSLA: requests on time, of those processed (p) and of those received (r).`;
}

function modelValue(model: WithLeaves<ModelSummary, number | Estimate>, figure: Figure): string {
  const { mean, n } = asEstimate(readFigure(model, figure));
  return formatValue(mean, figure.unit, n);
}

function asEstimate(value: number | Estimate): Estimate {
  return typeof value === 'number' ? { mean: value, ci95: null, n: 1 } : value;
}
