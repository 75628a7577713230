import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { processorSeconds } from '../../../src/host/clock.js';
import { FIGURE_DEFINITIONS } from '../../../src/report/figures/registry.js';
import { PAGE_WIDTHS } from '../../../src/report/figures/theme.js';
import { buildFigure, renderer } from './draw-figure.js';
import { RESULT_SETS } from './result-sets.js';

const PDF = { title: 'figure', created: new Date(0) };
/** Of a processor, so that it is no matter what else the machine does. */
const MOST_SECONDS = 2;

/** Figures that do not depend on what differs between two sets are drawn once. */
const checked = new Set<string>();
const drawn = new Set<string>();

describe.each(RESULT_SETS)('of $what', ({ columns: widths, results }) => {
  describe.each(widths)('%i columns wide', (columns) => {
    it.each(FIGURE_DEFINITIONS)('$name is readable, or says what to choose', async (definition) => {
      const built = await buildFigure(definition, await results(), {}, columns).catch(
        (error: unknown) => {
          expect(error).toBeInstanceOf(UserError);
          return null;
        },
      );
      const key = JSON.stringify([columns, built]);
      if (built === null || checked.has(key)) return;
      checked.add(key);
      drawn.add(definition.name);
      expect(built.caption).toMatch(/^\S.*\.$/s);
      const options = { widthPoints: PAGE_WIDTHS[columns], formats: [], pdf: PDF };
      const started = processorSeconds();
      const { warnings } = await renderer.render(built, options);
      expect(warnings).toEqual([]);
      expect(processorSeconds() - started).toBeLessThan(MOST_SECONDS);
    });
  });
});

describe('figures', () => {
  it('are each drawn of some of these results', () => {
    expect(FIGURE_DEFINITIONS.filter(({ name }) => !drawn.has(name))).toEqual([]);
  });

  it('have names of their own, fit for files', () => {
    const names = FIGURE_DEFINITIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});
