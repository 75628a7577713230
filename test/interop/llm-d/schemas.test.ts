import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Measurement } from '../../../src/analysis/measurement.js';
import { missingForReport, type ReportVersion } from '../../../src/interop/llm-d/missing.js';
import { writeReport01 } from '../../../src/interop/llm-d/write-v01.js';
import { writeReport021 } from '../../../src/interop/llm-d/write-v021.js';
import { lawSeed } from '../../support/property.js';
import { completeMeasurement } from './complete-measurement.js';
import { LLMD_FOLDER } from './reports.js';

const CASES: readonly (readonly [ReportVersion, (measurement: Measurement) => string, string])[] = [
  ['0.1', writeReport01, 'br_v0_1_json_schema.json'],
  ['0.2.1', writeReport021, 'br_v0_2_1_json_schema.json'],
];

describe.skipIf(LLMD_FOLDER === undefined)(
  'reports under the published schemas (skipped without them)',
  () => {
    it.each(CASES)('v%s: everything that is written is valid', (version, write, schema) => {
      const validate = validator(schema);
      fc.assert(
        fc.property(completeMeasurement(version), (measurement) => {
          expect(missingForReport(measurement, version)).toEqual([]);
          const isValid = validate(parse(write(measurement)));
          expect(validate.errors ?? []).toEqual([]);
          expect(isValid).toBe(true);
        }),
        { numRuns: 60, seed: lawSeed() },
      );
    });

    it.each(CASES)('v%s: the schema does refuse what is not a report', (version, write, schema) => {
      const validate = validator(schema);
      const [measurement] = fc.sample(completeMeasurement(version), 1);
      const report = parse(write(measurement as Measurement));
      report.version = 3;
      expect(validate(report)).toBe(false);
    });
  },
);

/** `ge` and `discriminator` are keys of pydantic, not of JSON Schema. */
function validator(schema: string) {
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(join(LLMD_FOLDER ?? '', schema), 'utf8')));
}
