import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  descriptionFromJson,
  descriptionToJson,
} from '../../../src/experiment/store/description-json.js';
import type { SweepDescription } from '../../../src/experiment/store/types.js';
import { holds } from '../../support/property.js';
import { scenarioParts } from '../../support/scenario-arbitrary.js';
import { buildScenario } from '../../support/scenario-builder.js';
import { smallSweep } from '../../support/sweep-records.js';

const descriptions = fc.array(scenarioParts(), { maxLength: 4 }).map((cells) =>
  smallSweep({
    cells: cells.map((parts, cell) => ({
      values: [String(cell)],
      marks: cell === 1 ? ['two sigma'] : [],
      scenario: buildScenario(parts),
      keeps: { latencyHistogram: false, timeline: cell === 0, requests: false },
    })),
  }),
);

describe('a description in JSON', () => {
  it('reads back as the same description, and is then written as it was', () => {
    holds(
      descriptions,
      (description) => {
        const text = JSON.stringify(descriptionToJson(description));
        const read = descriptionFromJson(JSON.parse(text));
        // Of scenarios, that is for their own form to show.
        const [whole, back] = [description, read].map(({ cells, ...rest }) => ({
          ...rest,
          cells: cells.map(({ scenario: _, ...cell }) => cell),
        }));
        expect(back).toEqual(whole);
        expect(JSON.stringify(descriptionToJson(reordered(read)))).toBe(text);
      },
      200,
    );
  });
});

/** The same, with its keys the other way round in memory. */
function reordered(description: SweepDescription): SweepDescription {
  return Object.fromEntries(
    Object.entries(description).toReversed(),
  ) as unknown as SweepDescription;
}
