import { expect, it } from 'vitest';
import { blankMeasurement, type Measurement } from '../../src/analysis/measurement.js';
import { warnOfMeasurements } from '../../src/cli/measured/warn-of-measurements.js';

const source = { format: 'vllm', file: 'a.json', item: 0, tool: null };
const measurement = (id: string, notes: readonly string[]): Measurement => ({
  ...blankMeasurement(id, source),
  notes,
});

function said(measurements: readonly Measurement[], notRead: readonly string[] = []): string[] {
  let err = '';
  const out = () => expect.unreachable();
  const print = (text: string): void => {
    err += text;
  };
  warnOfMeasurements({ out, err: print }, { measurements, notRead, warnings: [], inputs: [] });
  return err.split('\n').slice(0, -1);
}

it('a note of many measurements is said once', () => {
  const measurements = ['a', 'b', 'c'].map((id) => measurement(id, ['x left out', id]));
  expect(said(measurements, ['d.json', 'e.json'])).toEqual([
    'd.json and 1 more: not read: no results of a benchmark in a form that is known',
    'a and 2 more: x left out',
    'a: a',
    'b: b',
    'c: c',
  ]);
});

it('of many lines the first are printed, and how many more there are', () => {
  const lines = said(Array.from({ length: 50 }, (_, at) => measurement(`m${at}`, [`note ${at}`])));
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('… and 30 more of such lines');
});

it('nothing is said where nothing is to be said', () => {
  expect(said([measurement('a', [])])).toEqual([]);
});
