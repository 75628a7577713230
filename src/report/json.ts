/**
 * A value as one JSON document, indented, ending in a newline. Keys stand in the order in which
 * the value has them; what is not a finite number is null.
 */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
