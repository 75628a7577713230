import { type JsonObject, toJsonSchema } from '../../scenario/json-schema.js';
import { sweepSchema } from './schema.js';

/** JSON Schema of a sweep file, for editors. */
export function sweepJsonSchema(): JsonObject {
  return toJsonSchema(sweepSchema, 'sealsim sweep');
}
