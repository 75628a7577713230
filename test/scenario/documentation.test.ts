import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/host/node-files.js';
import { loadScenario } from '../../src/scenario/load.js';
import type { FilePort } from '../../src/scenario/ports.js';
import { arrivalsSchema, modelsSchema } from '../../src/scenario/schema/arrivals.js';
import { believedSchema } from '../../src/scenario/schema/believed.js';
import { SECTIONS, scenarioSchema } from '../../src/scenario/schema.js';
import { AS_PUBLISHED, LOSSLESS } from '../../src/serving/batch/config.js';
import { memoryStrategies } from './memory-files.js';

const BELIEVED = believedSchema.unwrap();

const PAGE = readFileSync(
  fileURLToPath(new URL('../../docs/scenarios.md', import.meta.url)),
  'utf8',
);

/** Everything on the page that is set as code, and its parts. */
const CODE = new Set(
  [...PAGE.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/[. ]/)),
);

describe('docs/scenarios.md', () => {
  it('begins with a scenario that is valid', async () => {
    const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? [];
    const disk = nodeFiles();
    const files: FilePort = {
      ...disk,
      exists: async (path) => (path === 'page.yaml' ? 'file' : disk.exists(path)),
      readText: async (path) => (path === 'page.yaml' ? text : disk.readText(path)),
    };
    const scenario = await loadScenario({ file: 'page.yaml', sets: [] }, files, memoryStrategies());
    expect(scenario.name).toBe('example');
  });

  it('names every key of a scenario', () => {
    const keys = [
      ...Object.keys(scenarioSchema.shape),
      ...Object.values(SECTIONS).flatMap(({ shape }) => Object.keys(shape)),
      ...Object.keys(SECTIONS.server.shape.rules.unwrap().shape),
      ...Object.keys(SECTIONS.server.shape.gpu.unwrap().shape),
      ...Object.keys(SECTIONS.server.shape.loadPath.unwrap().shape),
      ...Object.keys(SECTIONS.server.shape.loadPath.unwrap().shape.stages.element.shape),
      ...Object.keys(SECTIONS.server.shape.prefetch.unwrap().shape),
      ...Object.keys(SECTIONS.tee.shape.factors.unwrap().shape),
      ...arrivalsSchema.options.flatMap(({ shape }) => Object.keys(shape)),
      ...arrivalsSchema.options.map(({ shape }) => shape.process.value),
      ...Object.keys(modelsSchema.shape),
      ...Object.keys(BELIEVED.shape),
      ...Object.keys(BELIEVED.shape.noise.unwrap().shape),
      ...Object.keys(BELIEVED.shape.learning.unwrap().shape),
    ];
    expect(keys.filter((key) => !CODE.has(key))).toEqual([]);
  });

  it('gives both settings of every rule', () => {
    for (const rule of Object.keys(AS_PUBLISHED) as (keyof typeof AS_PUBLISHED)[]) {
      const row = PAGE.split('\n').find((line) => line.startsWith(`| \`${rule}\``)) ?? '';
      const [published, lossless] = row.split('|').slice(3, 5);
      const shown = (value: unknown) => (Array.isArray(value) ? 'as listed' : String(value));
      expect(published).toContain(shown(AS_PUBLISHED[rule]));
      // `partial` has no meaning where every trigger owns its batch.
      expect(lossless).toContain(rule === 'partial' ? '–' : shown(LOSSLESS[rule]));
    }
  });
});
