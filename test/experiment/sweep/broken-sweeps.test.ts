import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../../src/errors.js';
import { readSweep } from '../../../src/experiment/sweep/read-sweep.js';
import { memoryFiles } from '../../scenario/memory-files.js';
import { inputs as axes } from './broken/axes.js';
import { inputs as cells } from './broken/cells.js';
import { inputs as documents } from './broken/documents.js';
import { inputs as plan } from './broken/plan.js';
import { problemsOf, read, sweepText } from './small-sweep.js';

const groups = { documents, axes, cells, plan };

describe.each(Object.entries(groups))('broken sweeps: %s', (_, inputs) => {
  it.each(inputs.map((input) => [input.name, input] as const))('%s', async (_name, input) => {
    const text = input.text ?? sweepText(input.parts ?? {});
    expect(await problemsOf(text)).toEqual(input.lines);
  });
});

describe('a sweep file that is missing', () => {
  it.each([
    ['s.yaml', 'no such file'],
    ['folder', 'a folder'],
  ])('is a problem: %s', async (file, got) => {
    const { sweep, issues } = await readSweep(file, memoryFiles({ 'folder/x': '' }));
    expect(sweep).toBeUndefined();
    expect(issues.map(formatIssue)).toEqual([`${file}:1:1: expected a sweep file, got ${got}`]);
  });
});

describe('what is still checked of a broken sweep', () => {
  const axes = '[{ path: a, values: [1, 2] }]';

  it.each([
    { compare: '{ axis: b }' },
    { keep: '{ timeline: 3 }' },
    { metrics: '[nope]' },
    { replications: 'many' },
    { rank: '3' },
    { name: '/' },
  ])('its scenarios, if it is known which they are: %o', async (parts) => {
    const { sweep, issues } = await read(sweepText({ axes, ...parts }));
    expect(issues.length).toBeGreaterThan(0);
    expect(sweep?.cells.map(({ values }) => values)).toEqual([['1'], ['2']]);
  });

  it.each([
    { scenario: 'nope.yaml' },
    { axes: '[{ path: a, values: [1, 1] }]' },
    { exclude: '[{ b: 1 }]' },
    { exclude: '3' },
    { overrides: '[{ name: o, where: { b: 1 }, set: {} }]' },
    { set: '{ seed.: 1 }' },
    { set: '3' },
  ])('nothing else if it is not: %o', async (parts) => {
    const { sweep, issues } = await read(sweepText({ axes, ...parts }));
    expect(issues.length).toBeGreaterThan(0);
    expect(sweep).toBeUndefined();
  });
});
