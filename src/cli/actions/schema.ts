import { join } from 'node:path';
import { claimsJsonSchema } from '../../experiment/claims/json-schema.js';
import { sweepJsonSchema } from '../../experiment/sweep/json-schema.js';
import { OutputFolder } from '../../host/output-folder.js';
import { planJsonSchema } from '../../planning/file/json-schema.js';
import {
  presetJsonSchema,
  profileJsonSchema,
  scenarioJsonSchema,
} from '../../scenario/json-schema.js';
import { SCHEMA_KINDS } from '../choices.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';

type SchemaKind = (typeof SCHEMA_KINDS)[number];

const SCHEMAS: Readonly<Record<SchemaKind, () => object>> = {
  scenario: scenarioJsonSchema,
  sweep: sweepJsonSchema,
  claims: claimsJsonSchema,
  plan: planJsonSchema,
  profile: profileJsonSchema,
  preset: presetJsonSchema,
};

/** Prints one schema, or writes one or all into a folder, over those that are there. */
export const execute: Execute = async (invocation, terminal) => {
  const kinds = SCHEMA_KINDS.filter((kind) => kind === (invocation.args[0] ?? kind));
  const folder = invocation.value('--out');
  if (folder === undefined) {
    terminal.out(schemaText(kinds[0] ?? 'scenario'));
    return EXIT.done;
  }
  const files = kinds.map((kind) => ({ kind, name: `${kind}.schema.json` }));
  const output = OutputFolder.open(folder, { force: true, names: files.map(({ name }) => name) });
  try {
    for (const { kind, name } of files) output.append(name, [schemaText(kind)]);
    output.commit();
  } finally {
    output.discard();
  }
  for (const { name } of files) terminal.out(`${join(folder, name)}\n`);
  return EXIT.done;
};

function schemaText(kind: SchemaKind): string {
  return `${JSON.stringify(SCHEMAS[kind](), null, 2)}\n`;
}
