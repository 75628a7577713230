import { z } from 'zod';
import { profileSchema } from '../timing/profile-schema.js';
import { presetSchema } from '../timing/tee/preset-schema.js';
import { scenarioSchema } from './schema.js';

export type JsonObject = Record<string, unknown>;

/** JSON Schema of a scenario file, for editors; a profile inside it is described by `$defs`. */
export function scenarioJsonSchema(): JsonObject {
  const schema = toJsonSchema(scenarioSchema, 'sealsim scenario');
  const { $schema: _, title: __, ...profile } = profileJsonSchema();
  return { ...withInlineProfile(schema), $defs: { profile } };
}

/** JSON Schema of a profile file, for editors. */
export function profileJsonSchema(): JsonObject {
  return toJsonSchema(profileSchema, 'sealsim profile');
}

/** JSON Schema of a TEE preset file, for editors. */
export function presetJsonSchema(): JsonObject {
  return toJsonSchema(presetSchema, 'sealsim TEE preset');
}

/** What editors are told of a schema. */
export function toJsonSchema(schema: z.ZodType, title: string): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return { $schema, title, ...rest };
}

/**
 * The scenario's schema takes any mapping as a profile, which is checked on its own; an editor
 * should be told what belongs in it.
 */
function withInlineProfile(schema: JsonObject): JsonObject {
  const properties = objectAt(schema, 'properties');
  const server = objectAt(properties, 'server');
  const serverProperties = objectAt(server, 'properties');
  const profile = objectAt(serverProperties, 'profile');
  const anyOf = [{ type: 'string', minLength: 1 }, { $ref: '#/$defs/profile' }];
  return {
    ...schema,
    properties: {
      ...properties,
      server: {
        ...server,
        properties: { ...serverProperties, profile: { ...profile, anyOf } },
      },
    },
  };
}

function objectAt(value: JsonObject, key: string): JsonObject {
  return value[key] as JsonObject;
}
