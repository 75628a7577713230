import type { Measurement } from '../../analysis/measurement.js';
import {
  missingForReport,
  type ReportVersion,
  reportFileName,
} from '../../interop/llm-d/missing.js';
import { writeReport01 } from '../../interop/llm-d/write-v01.js';
import { writeReport021 } from '../../interop/llm-d/write-v021.js';
import { writeMeasurements } from '../../interop/neutral/write.js';
import { writeVllm } from '../../interop/vllm/write.js';
import type { EXPORT_FORMATS } from '../choices.js';

/** A form in which runs can be written. */
export interface ExportForm {
  /** @param name says which run and which replication. */
  fileName(name: string): string;
  /** What the form requires and the measurement does not say, in words. */
  missing(measurement: Measurement): readonly string[];
  /** @param date when the run began, as `YYYYMMDD-HHMMSS`; null: not known. */
  write(measurement: Measurement, date: string | null): Iterable<string>;
}

/** Every form that `sealsim export` writes. */
export const EXPORT_FORMS: Readonly<Record<(typeof EXPORT_FORMATS)[number], ExportForm>> = {
  'llm-d-report-0.1': report('0.1', writeReport01),
  'llm-d-report-0.2.1': report('0.2.1', writeReport021),
  vllm: {
    fileName: (name) => `${name}.json`,
    missing: () => [],
    write: (measurement, date) => [writeVllm(measurement, date)],
  },
  measurements: {
    fileName: (name) => `${name}.json`,
    missing: () => [],
    write: (measurement) => writeMeasurements([measurement]),
  },
};

function report(version: ReportVersion, write: (measurement: Measurement) => string): ExportForm {
  return {
    fileName: (name) => reportFileName(name, version),
    missing: (measurement) => missingForReport(measurement, version),
    write: (measurement) => [write(measurement)],
  };
}
