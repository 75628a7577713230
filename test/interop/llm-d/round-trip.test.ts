import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Measurement, Statistic } from '../../../src/analysis/measurement.js';
import { missingForReport, type ReportVersion } from '../../../src/interop/llm-d/missing.js';
import { writeReport01 } from '../../../src/interop/llm-d/write-v01.js';
import { writeReport021 } from '../../../src/interop/llm-d/write-v021.js';
import { measurementArbitrary } from '../../support/measurement-arbitrary.js';
import { lawSeed } from '../../support/property.js';
import { expectSameTo12Digits } from '../../support/twelve-digits.js';
import { completeMeasurement } from './complete-measurement.js';
import { readReport } from './reports.js';

const WRITERS: readonly (readonly [ReportVersion, (measurement: Measurement) => string])[] = [
  ['0.1', writeReport01],
  ['0.2.1', writeReport021],
];

/** What the form cannot keep: where the measurement stood, requests one by one, samples of power. */
function afterwards(measurement: Measurement): Measurement {
  const { source } = measurement;
  return {
    ...measurement,
    id: 'report.yaml',
    source: { ...source, format: 'llm-d-report', file: 'report.yaml', item: 0 },
    perRequest: null,
    power: null,
  };
}

/** A statistic without a mean has no place in the form. */
function sdOfPlaced(statistic: Statistic | null): number | null {
  return statistic === null || statistic.mean === null ? null : statistic.sd;
}

const POWER = 'power is given as statistics, not as samples: left out';

describe.each(WRITERS)('a report %s that was written', (version, write) => {
  it('reads back as the same, numbers to 12 digits', async () => {
    await fc.assert(
      fc.asyncProperty(completeMeasurement(version), async (measurement) => {
        const { measurements, issues } = await readReport(write(measurement));
        expect(issues).toEqual([]);
        const [{ notes, ...read }] = measurements as [Measurement];
        const { notes: expectedNotes, ...expected } = afterwards(measurement);
        expectSameTo12Digits(read, expected);
        expect(notes.filter((note) => note !== POWER)).toEqual(expectedNotes);
      }),
      { numRuns: 60, seed: lawSeed() },
    );
  });

  it('says the same to readers who know nothing of sealsim', async () => {
    await fc.assert(
      fc.asyncProperty(completeMeasurement(version), async (measurement) => {
        const report = parse(write(measurement));
        // Zeros of a report without requests are what its schema asks for, and no figures.
        fc.pre(report.metrics?.requests.total !== 0);
        delete report.metadata;
        report.scenario.stack = report.scenario.stack?.slice(0, -1);
        const text = JSON.stringify(report);
        const { measurements } = await readReport(text, 'report.json');
        const [read] = measurements as [Measurement];
        const { throughput, latencies, durationSeconds, inputTokens, load } = measurement;
        expectSameTo12Digits(read.throughput, throughput);
        expectSameTo12Digits(read.durationSeconds, durationSeconds);
        expectSameTo12Digits(read.latencies.ttft?.mean ?? null, latencies.ttft?.mean ?? null);
        expectSameTo12Digits(sdOfPlaced(read.latencies.itl), sdOfPlaced(latencies.itl));
        // `load` of v0.2.1 requires a length.
        const isSaid =
          version === '0.1' || (load.inputTokens ?? inputTokens?.mean ?? null) !== null;
        expectSameTo12Digits(read.load.concurrency, isSaid ? load.concurrency : null);
        expectSameTo12Digits(read.load.requestsPerSecond, isSaid ? load.requestsPerSecond : null);
      }),
      { numRuns: 60, seed: lawSeed() },
    );
  });

  it('is not written while the measurement lacks what the schema requires', () => {
    fc.assert(
      fc.property(measurementArbitrary(), (measurement) => {
        const missing = missingForReport(measurement, version);
        if (missing.length === 0) expect(() => write(measurement)).not.toThrow();
        else expect(() => write(measurement)).toThrow(missing[0]);
      }),
      { numRuns: 60, seed: lawSeed() },
    );
  });
});
