import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIGURES, figureAt, MODEL_FIGURES, readFigure } from '../../src/metrics/figures.js';
import type { RunSummary } from '../../src/metrics/summary.js';
import { SummaryObserver } from '../../src/metrics/summary-observer.js';
import { end } from './facts.js';

function emptySummary(): RunSummary {
  const observer = new SummaryObserver({
    models: ['a'],
    slaSeconds: [1],
    durationSeconds: 10,
    latency: 'exact',
  });
  observer.observe(end(10));
  return observer.summary();
}

function numberPaths(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, each]) =>
    typeof each === 'number' ? [`${prefix}${key}`] : numberPaths(each, `${prefix}${key}.`),
  );
}

describe('FIGURES', () => {
  it('name every number of a summary once, in its order', () => {
    const { perModel: _, ...overall } = emptySummary();
    expect(FIGURES.map((figure) => figure.path)).toEqual(numberPaths(overall));
  });

  it('name every number of a model', () => {
    const model = emptySummary().perModel['a'] ?? {};
    expect(MODEL_FIGURES.map((figure) => figure.path).sort()).toEqual(numberPaths(model).sort());
  });

  it('have columns and labels of their own', () => {
    expect(new Set(FIGURES.map(({ column }) => column)).size).toBe(FIGURES.length);
    expect(new Set(FIGURES.map(({ label }) => label)).size).toBe(FIGURES.length);
    for (const { column } of FIGURES) expect(column).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  it('can be read from a summary', () => {
    expect(readFigure<number>(emptySummary(), figureAt('gpu.idleShare'))).toBe(1);
  });

  it('are each defined in docs/metrics.md, with their column and unit', () => {
    const text = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');
    for (const { path, column, unit } of FIGURES) {
      expect(text).toContain(`| \`${path}\` | \`${column}\` | ${unit} |`);
    }
  });

  it('do not exist under another name', () => {
    expect(() => figureAt('latencySeconds.p42')).toThrow('no such figure');
  });
});
