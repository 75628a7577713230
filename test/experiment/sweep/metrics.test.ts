import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../../src/errors.js';
import {
  DEFAULT_METRICS,
  resolveMetrics,
  unknownModels,
} from '../../../src/experiment/sweep/metrics.js';
import { FIGURES } from '../../../src/metrics/figures.js';
import { sweepOf } from './small-sweep.js';

describe('resolveMetrics', () => {
  it('takes every figure of a run by default, and what each model got', () => {
    const metrics = resolveMetrics(DEFAULT_METRICS, ['m', 'n']);
    expect(metrics.slice(0, -2)).toEqual(FIGURES);
    expect(metrics.slice(-2).map(({ path }) => path)).toEqual([
      'perModel.m.sla.attainmentReceived',
      'perModel.n.sla.attainmentReceived',
    ]);
  });

  it('writes out what stands for every model, each metric once', () => {
    const paths = ['perModel.b.requests.lost', 'perModel.*.requests.lost', 'swaps.count'];
    const metrics = resolveMetrics(paths, ['llama-3.1', 'b']);
    expect(metrics.map(({ path, column }) => [path, column])).toEqual([
      ['perModel.b.requests.lost', 'b.requests_lost'],
      ['perModel.llama-3.1.requests.lost', 'llama-3.1.requests_lost'],
      ['swaps.count', 'swaps'],
    ]);
    expect(metrics[1]).toMatchObject({
      label: 'lost, llama-3.1',
      unit: 'requests',
      better: 'lower',
    });
  });
});

describe('unknownModels', () => {
  it('says where models stand that no scenario has', async () => {
    const sweep = await sweepOf({
      metrics: '[perModel.alpha.requests.lost, perModel.bta.swaps.count, "perModel.*.swaps.count"]',
    });
    expect(unknownModels(sweep, ['alpha', 'beta']).map(formatIssue)).toEqual([
      's.yaml:3:41 metrics.1: expected a model of the scenarios (alpha or beta), got "bta" (did you mean "beta"?)',
    ]);
  });
});
