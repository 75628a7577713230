import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeStrategies } from '../../src/host/strategy-modules.js';
import { strategyRegistry } from '../../src/serving/batch/strategies/registry.js';
import { makePipe } from './make-pipe.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();
const strategies = nodeStrategies();

function write(name: string, text: string): string {
  writeFileSync(at(name), text);
  return at(name);
}

const GOOD = "export default { name: 'mine', summary: 'Does nothing.', create: () => ({}) };\n";

describe('names', () => {
  it('are those of the registry, in the papers’ spellings as well', () => {
    expect(strategies.names()).toEqual(strategyRegistry.map(({ name }) => name));
    expect(strategies.find('BestBatch+PartialBatch+Timer')?.name).toBe(
      'best-batch+partial-batch+timer',
    );
    expect(strategies.find('SelectBatch + Timer')?.name).toBe('select-batch+timer');
    expect(strategies.find('worst-batch')).toBeUndefined();
  });
});

describe('load', () => {
  it('gives the definition and the hash of the text', async () => {
    const { definition, sha256 } = await strategies.load(write('good.mjs', GOOD));
    expect(definition.name).toBe('mine');
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('loads a module anew when its text has changed', async () => {
    const file = write('changing.mjs', GOOD);
    const before = await strategies.load(file);
    write('changing.mjs', GOOD.replace('mine', 'other'));
    const after = await strategies.load(file);
    expect(after.definition.name).toBe('other');
    expect(after.sha256).not.toBe(before.sha256);
  });

  it.each([
    ['throws.mjs', "\nthrow new Error('no luck');", /throws\.mjs:2:7: expected a module .*no luck/],
    [
      'object.mjs',
      'throw { toString: 3 };',
      /expected a module that can be imported, got an error/,
    ],
    ['syntax.mjs', 'export default {;', /expected a module that can be imported, got an error/],
    ['missing.mjs', "import './not-there.mjs';", /got an error: Cannot find module/],
    ['exits.mjs', 'process.exit(0);', /got one that ends the process on import/],
    ['late.mjs', 'await new Promise(() => {});', /got one that never finishes its top-level await/],
    [
      'empty.mjs',
      '',
      /default: expected a default export \{ name, summary, create \}, got nothing/,
    ],
    ['number.mjs', 'export default 3;', /default: .* got 3/],
    ['types.ts', 'export default {}', /expected a strategy module \(\.js or \.mjs\), got .*\.ts/],
  ])('refuses %s', async (name, text, message) => {
    await expect(strategies.load(write(name, text))).rejects.toThrow(message);
  });

  it.each([
    ['hangs.mjs', 'for (;;);'],
    ['getter.mjs', GOOD.replace('create: () => ({})', 'get create() { for (;;); }')],
    ['busy.mjs', `${GOOD} const on = () => Promise.resolve().then(on); on();`],
  ])('stops a module that never finishes importing: %s', async (name, text) => {
    await expect(nodeStrategies(0.3).load(write(name, text))).rejects.toThrow(
      /got one that does not finish within 0\.3 s/,
    );
  });

  it('does not wait for a pipe', async () => {
    makePipe(at('pipe.mjs'));
    await expect(strategies.load(at('pipe.mjs'))).rejects.toThrow('expected a file, got a pipe');
  });

  it('names every problem of a definition at once', async () => {
    const file = write('wrong.mjs', "export default { name: 'My Own', create: {} };");
    await expect(strategies.load(file)).rejects.toThrow(
      /default\.name: .*got "My Own"\n.*default\.summary: .*got nothing\n.*default\.create: .*got an object/,
    );
  });

  it('keeps the names of built-in strategies for them', async () => {
    const file = write('taken.mjs', GOOD.replace('mine', 'fcfs'));
    await expect(strategies.load(file)).rejects.toThrow('a name that no built-in strategy has');
  });
});
