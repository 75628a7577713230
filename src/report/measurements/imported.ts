import type { Measurement } from '../../analysis/measurement.js';

/** What was imported, and from what. */
export interface ImportedMeasurements {
  readonly format: string;
  /** How many files were read. */
  readonly files: number;
  readonly measurements: readonly Measurement[];
  readonly notRead: readonly string[];
}

/** How many, of what, as lines. */
export function importedText(imported: ImportedMeasurements): string {
  const { format, files, measurements } = imported;
  const facts = factsOf(measurements);
  const lines = [
    `${counted(measurements.length, 'measurement')} of ${format}, from ${counted(files, 'file')}`,
    named('models', facts.models),
    named('GPUs', facts.gpus),
    named('conditions', facts.conditions),
    facts.modes,
    facts.withRequests === 0 ? '' : `with requests one by one: ${facts.withRequests}`,
    facts.withPower === 0 ? '' : `with power: ${facts.withPower}`,
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** The same, with what was left out or changed, for programs. */
export function importedJson(imported: ImportedMeasurements) {
  const { format, files, measurements, notRead } = imported;
  return {
    format,
    files,
    notRead,
    measurements: measurements.map((measurement) => ({
      id: measurement.id,
      model: measurement.model,
      gpu: measurement.gpu,
      experiment: measurement.experiment,
      condition: measurement.condition,
      teeMode: measurement.teeMode,
      repetition: measurement.repetition,
      requests: measurement.perRequest?.e2eSeconds?.length ?? 0,
      powerSamples: measurement.power?.seconds.length ?? 0,
      notes: measurement.notes,
    })),
  };
}

function factsOf(measurements: readonly Measurement[]) {
  const off = measurements.filter(({ teeMode }) => teeMode === 'off').length;
  const cc = measurements.filter(({ teeMode }) => teeMode === 'cc').length;
  const unknown = measurements.length - off - cc;
  return {
    models: different(measurements.map(({ model }) => model)),
    gpus: different(measurements.map(({ gpu }) => gpu)),
    conditions: different(measurements.map(({ condition }) => condition)),
    modes: off + cc === 0 ? '' : `TEE off: ${off}, on: ${cc}, not said: ${unknown}`,
    withRequests: measurements.filter(({ perRequest }) => perRequest !== null).length,
    withPower: measurements.filter(({ power }) => power !== null).length,
  };
}

function different(names: readonly (string | null)[]): readonly string[] {
  return [...new Set(names.filter((name) => name !== null))].sort();
}

const MOST_NAMES = 8;

function named(what: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length - MOST_NAMES;
  const some = names.slice(0, MOST_NAMES).join(', ');
  return `${what}: ${some}${more > 0 ? `, and ${more} more` : ''}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
