import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readSweep } from '../../../src/experiment/sweep/read-sweep.js';
import { outlineSchema, sweepSchema } from '../../../src/experiment/sweep/schema.js';
import type { Sweep } from '../../../src/experiment/sweep/types.js';
import { validateSweep } from '../../../src/experiment/sweep/validate-sweep.js';
import { nodeFiles } from '../../../src/host/node-files.js';
import { rememberingFiles } from '../../../src/host/remembering.js';
import { nodeStrategies } from '../../../src/host/strategy-modules.js';
import { loadScenario } from '../../../src/scenario/load.js';
import type { FilePort } from '../../../src/scenario/ports.js';
import { starter } from '../../../src/scenario/starters.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = join(ROOT, 'scenarios', 'sweeps');
const names = readdirSync(FOLDER)
  .filter((name) => !name.endsWith('-claims.yaml'))
  .sort();
const disk = rememberingFiles(nodeFiles());

async function sweepAt(file: string, files: FilePort = disk): Promise<Sweep> {
  const { sweep, issues } = await readSweep(file, files);
  expect(issues).toEqual([]);
  if (sweep === undefined) throw new Error(`no sweep in ${file}`);
  return sweep;
}

/** The disk with some texts in place of, or beside, its files. */
function withTexts(texts: Readonly<Record<string, string>>): FilePort {
  return {
    ...disk,
    exists: async (path) => (Object.hasOwn(texts, path) ? 'file' : disk.exists(path)),
    readText: async (path) => texts[path] ?? disk.readText(path),
    resolve: (from, path) => (Object.hasOwn(texts, path) ? path : disk.resolve(from, path)),
  };
}

function check(file: string, files: FilePort = disk): Promise<void> {
  return validateSweep(file, { files, strategies: nodeStrategies(), sets: [] });
}

describe('files in scenarios/sweeps/', () => {
  it('are found', () => {
    expect(names).toEqual(expect.arrayContaining(['quick.yaml', 'sincere-paper.yaml']));
  });

  it.each(names)('%s names itself and tells editors its schema', async (name) => {
    const [first] = readFileSync(join(FOLDER, name), 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../../schemas/sweep.schema.json');
    expect(`${(await sweepAt(join(FOLDER, name))).name}.yaml`).toBe(name);
  });

  it.each(names)('%s has valid scenarios in all its cells', async (name) => {
    await expect(check(join(FOLDER, name))).resolves.toBeUndefined();
  });
});

describe('sincere-paper.yaml', () => {
  const file = join(FOLDER, 'sincere-paper.yaml');

  it('is the published grid of 216 runs, under both semantics', async () => {
    const { cells, columns, replications } = await sweepAt(file);
    expect(cells.length).toBe(2 * 216);
    expect(replications).toEqual({ kind: 'fixed', count: 20 });
    expect(columns.map(({ name, values }) => [name, values.length])).toEqual([
      ['server.semantics', 2],
      ['arrivals.process', 3],
      ['arrivals.rate', 3],
      ['sla.seconds', 3],
      ['strategy.name', 4],
      ['tee.mode', 2],
    ]);
  });

  it('marks the 18 runs whose timers believed the CC profile with 2 sigma, and sets them so', async () => {
    const { cells, scenarioFile } = await sweepAt(file);
    const marked = cells.filter(({ marks }) => marks.includes('two-sigma'));
    expect(marked.length).toBe(2 * 18);
    const timers = async (cell: (typeof cells)[number] | undefined) => {
      const request = { file: scenarioFile, sets: [], settings: cell?.settings ?? [] };
      const { strategy } = await loadScenario(request, disk, nodeStrategies());
      return [strategy.timerProfile, strategy.options.timerSigmas];
    };
    expect(await timers(marked[0])).toEqual(['cc', 2]);
    expect(await timers(cells.find(({ marks }) => marks.length === 0))).toEqual(['off', 1]);
  });
});

describe('policy-frontier.yaml', () => {
  const file = join(FOLDER, 'policy-frontier.yaml');
  const scenariosOf = async () => {
    const { cells, scenarioFile } = await sweepAt(file);
    // Policies differ in the same way whatever the arrivals.
    const gamma = cells.filter(({ values }) => values[1] === 'gamma' && values[2] === '4');
    return Promise.all(
      gamma.map(async ({ values: [policy = ''], settings }) => {
        const scenario = await loadScenario(
          { file: scenarioFile, sets: [], settings },
          disk,
          nodeStrategies(),
        );
        return { policy, scenario };
      }),
    );
  };

  it('has each published strategy as it was, and the same with the semantics alone changed', async () => {
    const scenarios = await scenariosOf();
    const published = scenarios.filter(({ policy }) => policy.startsWith('published/'));
    expect(new Set(published.map(({ scenario }) => scenario.strategy.name)).size).toBe(4);
    for (const { policy, scenario } of published) {
      const { strategy, believed, server } = scenario;
      expect([server.semantics, believed.times]).toEqual(['as-published', 'profiled']);
      expect(policy).toBe(`published/${strategy.name}`);
      const fixed = scenarios.filter((other) => other.policy === `lossless/${strategy.name}`);
      expect(fixed.map((other) => other.scenario.server.semantics)).toContain('lossless');
      for (const other of fixed) expect(other.scenario.strategy).toEqual(strategy);
    }
  });

  it('runs all others on a lossless server, with beliefs of actual times', async () => {
    const others = (await scenariosOf()).filter(
      ({ policy }) => !/^(?:published|lossless)\//.test(policy),
    );
    expect(others.length).toBeGreaterThan(0);
    for (const { policy, scenario } of others) {
      const { strategy, believed, server } = scenario;
      expect([server.semantics, believed.times]).toEqual(['lossless', 'actual']);
      expect(policy.split(':')[0]).toBe(strategy.name);
    }
  });

  it('is SINCERE otherwise: SLA 60, the drain of the runs, swaps as the disk gives them', async () => {
    for (const { scenario } of await scenariosOf()) {
      expect(new Set(scenario.slaSeconds)).toEqual(new Set([60]));
      expect(scenario.drainSeconds).toBe(39.4);
      expect(new Set(scenario.timing.models.map(({ swap }) => swap.form))).toEqual(
        new Set(['disk']),
      );
    }
  });
});

describe('the starter sweep', () => {
  it('is valid beside the starter scenario', async () => {
    const texts = { 'sweep.yaml': starter('sweep'), 'scenario.yaml': starter('scenario') };
    await expect(check('sweep.yaml', withTexts(texts))).resolves.toBeUndefined();
  });
});

describe('docs/sweeps.md', () => {
  const page = readFileSync(join(ROOT, 'docs', 'sweeps.md'), 'utf8');
  const [, section = ''] = /\n## The sweep file\n([\s\S]*?)(?=\n## |$(?![\s\S]))/.exec(page) ?? [];
  const blocks = [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);

  it('shows sweeps', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(4);
  });

  it.each(blocks)('shows what is valid:\n%s', async (block) => {
    const missing = [
      ...(/^scenario:/m.test(block) ? [] : ['scenario: ../quick-start.yaml']),
      ...(/^(?:replications|precision):/m.test(block) ? [] : ['replications: 20']),
    ];
    const path = join(FOLDER, 'page.yaml');
    const text = `${block}\n${missing.join('\n')}\n`;
    await expect(check(path, withTexts({ [path]: text }))).resolves.toBeUndefined();
  });

  it('names every key of a sweep', () => {
    const code = new Set(
      [...section.matchAll(/`([^`\n]+)`/g)].flatMap(([, text = '']) => text.split(/[^\w]+/)),
    );
    const { precision, compare, rank, keep } = sweepSchema.shape;
    const shapes = [
      outlineSchema,
      precision.unwrap(),
      compare.unwrap(),
      rank.unwrap(),
      keep.unwrap(),
    ];
    const keys = shapes.flatMap(({ shape }) => Object.keys(shape));
    expect(keys.filter((key) => !code.has(key))).toEqual([]);
  });
});
