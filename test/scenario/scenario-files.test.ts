import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { claimsJsonSchema } from '../../src/experiment/claims/json-schema.js';
import { sweepJsonSchema } from '../../src/experiment/sweep/json-schema.js';
import { nodeFiles } from '../../src/host/node-files.js';
import { nodeStrategies } from '../../src/host/strategy-modules.js';
import {
  presetJsonSchema,
  profileJsonSchema,
  scenarioJsonSchema,
} from '../../src/scenario/json-schema.js';
import { loadScenario } from '../../src/scenario/load.js';
import type { FilePort } from '../../src/scenario/ports.js';
import { starter } from '../../src/scenario/starters.js';
import { memoryStrategies } from './memory-files.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, 'scenarios');
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .sort();
const plans = files.filter((path) => path.startsWith('plans/'));
const scenarios = files.filter((path) => !path.startsWith('sweeps/') && !plans.includes(path));

function load(file: string) {
  return loadScenario({ file, sets: [] }, nodeFiles(), nodeStrategies());
}

describe('files in scenarios/', () => {
  it('are found', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(6);
  });

  it.each(scenarios)('%s loads and names itself', async (path) => {
    const scenario = await load(join(FOLDER, path));
    expect(path).toContain(scenario.name);
  });

  it.each(scenarios)('%s tells editors its schema', (path) => {
    const file = join(FOLDER, path);
    const [first = ''] = readFileSync(file, 'utf8').split('\n');
    const schema = relative(join(file, '..'), join(ROOT, 'schemas', 'scenario.schema.json'));
    expect(first).toBe(`# yaml-language-server: $schema=${schema}`);
  });
});

describe('files in scenarios/plans/', () => {
  it.each(plans)('%s tells editors its schema', (path) => {
    const [first = ''] = readFileSync(join(FOLDER, path), 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../../schemas/plan.schema.json');
  });
});

describe('commands that scenario files suggest', () => {
  const settings = scenarios.flatMap((path) => {
    const text = readFileSync(join(FOLDER, path), 'utf8');
    const options = [...text.matchAll(/--(?:axis|set) ([^\s=]+)=(\S+)/g)];
    return options.flatMap(([, key, values = '']) =>
      values.split(',').map((value) => [path, `${key}=${value}`] as const),
    );
  });

  it('are found', () => {
    expect(settings.length).toBeGreaterThanOrEqual(8);
  });

  it.each(settings)('%s takes %s', async (path, set) => {
    const request = { file: join(FOLDER, path), sets: [set] };
    const scenario = await loadScenario(request, nodeFiles(), nodeStrategies());
    expect(path).toContain(scenario.name);
  });
});

describe('sincere.yaml', () => {
  it('is the published system', async () => {
    expect(await load(join(FOLDER, 'sincere.yaml'))).toMatchObject({
      seed: '42',
      durationSeconds: 1200,
      drainSeconds: 39.4,
      models: ['granite-7b', 'gemma-7b', 'llama3-8b'],
      slaSeconds: [60, 60, 60],
      teeMode: 'cc',
      workload: {
        arrivals: { process: 'gamma', rate: 4, shape: 1, first: 'immediate' },
        mix: [0.1, 0.3, 0.6],
      },
      timing: { profile: 'h100-sincere' },
      server: { semantics: 'as-published', memory: { residentModels: 1 } },
      strategy: { name: 'best-batch+timer', timerProfile: 'off' },
    });
  });
});

describe('starter files', () => {
  it('start a scenario that is valid', async () => {
    const disk = nodeFiles();
    const files: FilePort = {
      ...disk,
      exists: async (path) => (path === 'new.yaml' ? 'file' : disk.exists(path)),
      readText: async (path) => (path === 'new.yaml' ? starter('scenario') : disk.readText(path)),
    };
    const scenario = await loadScenario({ file: 'new.yaml', sets: [] }, files, memoryStrategies());
    expect(scenario.name).toBe('my-scenario');
  });
});

describe('schemas/', () => {
  it.each([
    ['scenario', scenarioJsonSchema()],
    ['profile', profileJsonSchema()],
    ['preset', presetJsonSchema()],
    ['sweep', sweepJsonSchema()],
    ['claims', claimsJsonSchema()],
  ])('%s.schema.json is what the schema generates (npm run schema)', (name, schema) => {
    const file = readFileSync(join(ROOT, 'schemas', `${name}.schema.json`), 'utf8');
    expect(file).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  });

  it.each([
    ['scenario', scenarioJsonSchema()],
    ['sweep', sweepJsonSchema()],
    ['claims', claimsJsonSchema()],
  ])('describe every key of a %s', (_, schema) => {
    const undescribed: string[] = [];
    collect(schema, '', undescribed);
    expect(undescribed).toEqual([]);
  });
});

/** Paths of properties without a description. */
function collect(schema: unknown, path: string, found: string[]): void {
  if (typeof schema !== 'object' || schema === null) {
    return;
  }
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') {
      for (const [name, property] of Object.entries(value as Record<string, object>)) {
        if (!('description' in property)) {
          found.push(`${path}.${name}`);
        }
        collect(property, `${path}.${name}`, found);
      }
    } else {
      collect(value, path, found);
    }
  }
}
