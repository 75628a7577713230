import { type JsonObject, toJsonSchema } from '../../scenario/json-schema.js';
import { claimsSchema } from './schema.js';

/** JSON Schema of a file of claims, for editors. */
export function claimsJsonSchema(): JsonObject {
  return toJsonSchema(claimsSchema, 'sealsim claims');
}
