import { parse } from 'yaml';
import { nodeFiles } from '../../host/node-files.js';
import { FIGURES, MODEL_FIGURES } from '../../metrics/figures.js';
import { scenarioJsonSchema } from '../../scenario/json-schema.js';
import { strategyRegistry } from '../../serving/batch/strategies/registry.js';
import { LISTS } from '../choices.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import type { SchemaNode } from '../schema-walk.js';

interface Entry {
  readonly name: string;
  readonly summary: string;
}

const ENTRIES: Readonly<Record<(typeof LISTS)[number], () => Promise<readonly Entry[]>>> = {
  strategies: async () => strategyRegistry.map(({ name, summary }) => ({ name, summary })),
  profiles: listProfiles,
  processes: listProcesses,
  metrics: listMetrics,
  presets: listPresets,
};

/** Prints names and one line about each. */
export const execute: Execute = async (invocation, terminal) => {
  const wanted = LISTS.filter((list) => list === (invocation.args[0] ?? list));
  const lists = await Promise.all(
    wanted.map(async (list) => [list, await ENTRIES[list]()] as const),
  );
  if (invocation.json) terminal.out(`${JSON.stringify(Object.fromEntries(lists), null, 2)}\n`);
  else terminal.out(lists.map(([list, entries]) => listText(list, entries)).join('\n'));
  return EXIT.done;
};

function listText(title: string, entries: readonly Entry[]): string {
  const width = Math.max(...entries.map(({ name }) => name.length));
  const lines = entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [title, ...lines, ''].join('\n');
}

function listProfiles(): Promise<readonly Entry[]> {
  const files = nodeFiles();
  return described(files.builtInProfiles(), files.builtInProfile);
}

function listPresets(): Promise<readonly Entry[]> {
  const files = nodeFiles();
  return described(files.builtInPresets(), files.builtInPreset);
}

/** Files that come with the package, with the first sentence of what they say of themselves. */
function described(
  names: readonly string[],
  pathOf: (name: string) => string | undefined,
): Promise<readonly Entry[]> {
  const files = nodeFiles();
  return Promise.all(
    names.map(async (name) => {
      const document: unknown = parse(await files.readText(pathOf(name) ?? ''));
      return { name, summary: descriptionOf(document) };
    }),
  );
}

function descriptionOf(document: unknown): string {
  const description: unknown =
    typeof document === 'object' && document !== null
      ? Reflect.get(document, 'description')
      : undefined;
  if (typeof description !== 'string') return '';
  const [sentence = description] = /^.*?\.(?=\s|$)/s.exec(description) ?? [];
  return sentence.trim();
}

async function listMetrics(): Promise<readonly Entry[]> {
  const perModel = new Set(MODEL_FIGURES);
  return FIGURES.map((figure) => {
    const { path, label, unit } = figure;
    const also = perModel.has(figure) ? '; also perModel.NAME.…' : '';
    return { name: path, summary: `${label} (${unit})${also}` };
  });
}

async function listProcesses(): Promise<readonly Entry[]> {
  const { properties } = scenarioJsonSchema() as SchemaNode;
  return (properties?.['arrivals']?.oneOf ?? []).flatMap(({ properties: keys }) => {
    const process = keys?.['process'];
    return process === undefined
      ? []
      : [{ name: String(process.const), summary: process.description ?? '' }];
  });
}
