import {
  blankMeasurement,
  type Measurement,
  type MeasurementSource,
} from '../../analysis/measurement.js';
import { Fields, isMapping } from '../document/fields.js';
import type { SourceDocument } from '../document/source-document.js';
import type { DocumentFormat, ReadContext } from '../measurements/format.js';
import { FORM, VERSION } from './form.js';
import { columnsIn, powerIn } from './read-columns.js';
import { countsIn, latenciesIn, loadIn, onTimeIn, throughputIn } from './read-parts.js';
import { servingIn } from './read-serving.js';
import { AT_LEAST_0, COUNT, SECONDS, statisticIn, TOKENS } from './read-statistic.js';

const MEASUREMENT_KEYS = Object.keys(
  blankMeasurement('', { format: '', file: '', item: 0, tool: null }),
);

/** The neutral form (docs/formats.md). What a measurement does not say is null. */
export const measurementsFormat: DocumentFormat = {
  name: 'measurements',
  summary: 'the neutral form of sealsim: what `sealsim import` writes',
  skip: [],
  matches: ({ value }) => isMapping(value) && value['format'] === FORM,
  read: (document, context) => {
    const root = Fields.of(document, context.issues);
    if (root === null) return [];
    root.allow(['format', 'version', 'measurements']);
    if (root.raw('version') !== VERSION) {
      if (root.has('version')) root.reject('version', String(VERSION));
      else root.missing('version', String(VERSION));
      return [];
    }
    const items = root.mappings('measurements');
    if (!root.has('measurements')) root.missing('measurements', 'a list of mappings');
    return (items ?? []).map((fields, item) => measurementIn(fields, document, item, context));
  },
};

function measurementIn(
  fields: Fields,
  document: SourceDocument,
  item: number,
  { idOf }: ReadContext,
): Measurement {
  fields.allow(MEASUREMENT_KEYS);
  return {
    id: fields.text('id') ?? idOf(document, item),
    source: sourceIn(fields.mapping('source'), document, item),
    origin: fields.choice('origin', ['measured', 'simulated']) ?? 'measured',
    experiment: fields.text('experiment'),
    condition: fields.text('condition'),
    teeMode: fields.choice('teeMode', ['off', 'cc']),
    repetition: fields.number('repetition', COUNT),
    model: fields.text('model'),
    modelSizeB: fields.number('modelSizeB', { what: 'billions of parameters', above: 0 }),
    gpu: fields.text('gpu'),
    serving: servingIn(fields),
    load: loadIn(fields.mapping('load')),
    durationSeconds: fields.number('durationSeconds', SECONDS),
    requests: countsIn(fields.mapping('requests')),
    inputTokens: statisticIn(fields.mapping('inputTokens'), TOKENS),
    outputTokens: statisticIn(fields.mapping('outputTokens'), TOKENS),
    totalInputTokens: fields.number('totalInputTokens', TOKENS),
    totalOutputTokens: fields.number('totalOutputTokens', TOKENS),
    throughput: throughputIn(fields.mapping('throughput')),
    latencies: latenciesIn(fields.mapping('latencies')),
    mostConcurrent: fields.number('mostConcurrent', { what: 'requests', ...AT_LEAST_0 }),
    goodputRequestsPerSecond: fields.number('goodputRequestsPerSecond', {
      what: 'requests per second',
      ...AT_LEAST_0,
    }),
    onTime: onTimeIn(fields.mapping('onTime')),
    perRequest: columnsIn(fields.mapping('perRequest')),
    simulation: null,
    power: powerIn(fields.mapping('power')),
    notes: fields.texts('notes') ?? [],
  };
}

function sourceIn(
  fields: Fields | null,
  { file }: SourceDocument,
  item: number,
): MeasurementSource {
  fields?.allow(['format', 'file', 'item', 'tool']);
  return {
    format: fields?.text('format') ?? measurementsFormat.name,
    file: fields?.text('file') ?? file,
    item: fields?.number('item', COUNT) ?? item,
    tool: fields?.text('tool') ?? null,
  };
}
