import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.js';
import { outputProblem } from '../../host/output-folder.js';
import { profileJsonSchema, scenarioJsonSchema } from '../../scenario/json-schema.js';
import { SCHEMA_KINDS } from '../choices.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';

type SchemaKind = (typeof SCHEMA_KINDS)[number];

/** Prints one schema, or writes one or all into a folder, over those that are there. */
export const execute: Execute = async (invocation, terminal) => {
  const kinds = SCHEMA_KINDS.filter((kind) => kind === (invocation.args[0] ?? kind));
  const folder = invocation.value('--out');
  if (folder === undefined) {
    terminal.out(schemaText(kinds[0] ?? 'scenario'));
    return EXIT.done;
  }
  const problem = outputProblem(folder, true);
  if (problem !== undefined) throw new UserError([problem]);
  mkdirSync(folder, { recursive: true });
  for (const kind of kinds) {
    const file = join(folder, `${kind}.schema.json`);
    writeFileSync(file, schemaText(kind));
    terminal.out(`${file}\n`);
  }
  return EXIT.done;
};

function schemaText(kind: SchemaKind): string {
  const schema = kind === 'scenario' ? scenarioJsonSchema() : profileJsonSchema();
  return `${JSON.stringify(schema, null, 2)}\n`;
}
