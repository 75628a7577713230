import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  internScenarios,
  restoreScenarios,
  scenarioFromJson,
  scenarioToJson,
} from '../../../src/experiment/store/scenario-json.js';
import { nodeFiles } from '../../../src/host/node-files.js';
import { rememberingFiles } from '../../../src/host/remembering.js';
import { nodeStrategies } from '../../../src/host/strategy-modules.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { Sources } from '../../../src/scenario/sources.js';
import type { Scenario } from '../../../src/scenario/types.js';
import { holds } from '../../support/property.js';
import { scenarioParts } from '../../support/scenario-arbitrary.js';
import { buildScenario } from '../../support/scenario-builder.js';

/** Data that a user may give a strategy of his own, the awkward included. */
const awkward = fc.object({
  key: fc.oneof(fc.string(), fc.constantFrom('$number', '$column', '$$', '$', '__proto__', '0')),
  values: [
    fc.double(),
    fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -0, 0),
    fc.string(),
    fc.constantFrom('Infinity', '$number'),
    fc.boolean(),
    fc.constant(null),
  ],
});

const scenarios: fc.Arbitrary<Scenario> = fc
  .tuple(scenarioParts(), awkward)
  .map(([parts, custom]) => {
    // As resolving makes them: mappings inherit from Object.
    const scenario = structuredClone(buildScenario(parts));
    const { strategy } = scenario;
    return { ...scenario, strategy: { ...strategy, options: { ...strategy.options, custom } } };
  });

/** What is to come back: the scenario with the columns of its traces empty. */
function described(scenario: Scenario): Scenario {
  const { arrivals } = scenario.workload;
  const emptied =
    arrivals.process === 'superposition'
      ? { ...arrivals, of: arrivals.of.map((one) => ({ ...one, arrivals: empty(one.arrivals) })) }
      : empty(arrivals);
  return { ...scenario, workload: { ...scenario.workload, arrivals: emptied } };
}

function empty<T extends Scenario['workload']['arrivals']>(arrivals: T): T {
  if (arrivals.process !== 'trace') return arrivals;
  const models = arrivals.models && new Uint16Array(0);
  const column = (tokens: Int32Array | null) => tokens && new Int32Array(0);
  const { input = null, output = null } = arrivals.lengths ?? {};
  const lengths = arrivals.lengths && { input: column(input), output: column(output) };
  return { ...arrivals, times: new Float64Array(0), models, lengths };
}

function throughText<T>(json: T): T {
  return JSON.parse(JSON.stringify(json));
}

describe('a scenario in JSON', () => {
  it('comes back as it was, but for what its traces hold', () => {
    holds(
      scenarios,
      (scenario) => {
        const back = scenarioFromJson(throughText(scenarioToJson(scenario)));
        expect(back).toStrictEqual(described(scenario));
      },
      300,
    );
  });

  it('is the same text when it is written again', () => {
    holds(
      scenarios,
      (scenario) => {
        const text = JSON.stringify(scenarioToJson(scenario));
        expect(JSON.stringify(scenarioToJson(scenarioFromJson(JSON.parse(text))))).toBe(text);
      },
      200,
    );
  });

  it('writes what JSON does not have as mappings', () => {
    const options = { custom: { $a: -0 } };
    const scenario = buildScenario({ drainSeconds: Number.POSITIVE_INFINITY, options });
    expect(scenarioToJson(scenario)).toMatchObject({
      drainSeconds: { $number: 'Infinity' },
      strategy: { options: { custom: { $$a: { $number: '-0' } } } },
    });
  });

  it('is refused when it is damaged', () => {
    expect(() => scenarioFromJson('x')).toThrow('expected a scenario, got "x"');
    expect(() => scenarioFromJson({ seed: { $number: '7' } })).toThrow(
      'expected one of Infinity, -Infinity, NaN, -0 as $number, got 7',
    );
  });
});

describe('interned scenarios', () => {
  it('come back as each does alone, equal parts as one object', () => {
    const lists = fc.array(scenarios, { minLength: 0, maxLength: 3 });
    holds(
      lists,
      (list) => {
        // Each one twice, the second time with nothing but equal parts.
        const all = [...list, ...list.map((scenario) => structuredClone(scenario))];
        const interned = internScenarios(all);
        const back = restoreScenarios(throughText(interned));
        expect(back).toStrictEqual(all.map(described));
        expect(interned.scenarios.slice(list.length)).toEqual(
          interned.scenarios.slice(0, list.length),
        );
        list.forEach((_, at) => {
          expect(back[at + list.length]?.timing).toBe(back[at]?.timing);
        });
      },
      100,
    );
  });

  it('are refused when a part is missing', () => {
    const { parts, scenarios } = internScenarios([buildScenario({})]);
    const damaged = { parts: { ...parts, timing: [] }, scenarios };
    expect(() => restoreScenarios(damaged)).toThrow('expected a position in parts.timing, got 0');
  });

  it('are small: the grid of the paper in less than 300 kB', async () => {
    const interned = internScenarios(await paperGrid());
    expect(interned.scenarios).toHaveLength(432);
    expect(interned.parts['timing']).toHaveLength(2);
    expect(JSON.stringify(interned).length).toBeLessThan(300e3);
  });
});

/** {cc, off} × 4 strategies × {gamma, bursty, ramp} × {4, 8, 12} × SLA {40, 60, 80} × semantics. */
async function paperGrid(): Promise<Scenario[]> {
  const axes: Readonly<Record<string, readonly (string | number)[]>> = {
    'tee.mode': ['cc', 'off'],
    'strategy.name': [
      'best-batch',
      'best-batch+timer',
      'select-batch+timer',
      'best-batch+partial-batch+timer',
    ],
    'arrivals.process': ['gamma', 'bursty', 'ramp'],
    'arrivals.rate': [4, 8, 12],
    'sla.seconds': [40, 60, 80],
    'server.semantics': ['as-published', 'lossless'],
  };
  const grid = Object.entries(axes).reduce<readonly (readonly string[])[]>(
    (rows, [path, values]) =>
      rows.flatMap((row) => values.map((value) => [...row, `${path}=${value}`])),
    [[]],
  );
  const files = rememberingFiles(nodeFiles());
  const sources = new Sources();
  const loaded: Scenario[] = [];
  for (const sets of grid) {
    const request = { file: 'scenarios/sincere.yaml', sets };
    loaded.push(await loadScenario(request, files, nodeStrategies(), sources));
  }
  return loaded;
}
