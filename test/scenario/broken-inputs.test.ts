import { describe, expect, it } from 'vitest';
import { inputs as arrivals } from './broken/arrivals.js';
import { inputs as documents } from './broken/documents.js';
import { inputs as keys } from './broken/keys.js';
import { inputs as models } from './broken/models.js';
import { inputs as options } from './broken/options.js';
import { inputs as placement } from './broken/placement.js';
import { inputs as profiles } from './broken/profiles.js';
import { inputs as server } from './broken/server.js';
import { inputs as several } from './broken/several.js';
import { inputs as traces } from './broken/traces.js';
import { inputs as values } from './broken/values.js';
import { load, problemsOf, scenarioText } from './small-world.js';

const groups = {
  values,
  keys,
  arrivals,
  'models and SLA': models,
  'server and strategy': server,
  'several GPUs': placement,
  traces,
  profiles,
  documents,
  options,
  'several at once': several,
};

describe('the scenario that the broken ones differ from', () => {
  it('has no problems', async () => {
    expect(await problemsOf(load(scenarioText()))).toEqual([]);
  });
});

describe.each(Object.entries(groups))('broken inputs: %s', (_, inputs) => {
  it.each(inputs.map((input) => [input.name, input] as const))('%s', async (_name, input) => {
    const text = input.text ?? scenarioText(input.changes);
    expect(await problemsOf(load(text, input.request, input.files))).toEqual(input.lines);
  });
});
