import { type JsonObject, toJsonSchema } from '../../scenario/json-schema.js';
import { planSchema } from './schema.js';

/** JSON Schema of a file of a plan, for editors. */
export function planJsonSchema(): JsonObject {
  return toJsonSchema(planSchema, 'sealsim plan');
}
