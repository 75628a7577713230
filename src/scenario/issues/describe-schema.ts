import type { z } from 'zod';
import type { Path } from '../text/tree.js';
import { oneOf } from './values.js';

/** Any schema of ours or of a profile, seen from outside. */
export type AnySchema = z.core.$ZodType;
type Known = z.core.$ZodTypes;

/** The definition behind optional, default, nullable and the like; `null` marks a nullable one. */
function unwrapped(schema: AnySchema): { def: Known['_zod']['def']; nullable: boolean } {
  const { def } = (schema as Known)._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
      return unwrapped(def.innerType);
    case 'nullable':
      return { ...unwrapped(def.innerType), nullable: true };
    default:
      return { def, nullable: false };
  }
}

/** A value and the schema that it should match. */
export interface Expected {
  readonly schema: AnySchema;
  readonly value: unknown;
}

/** What is expected at `path`, seen from `expected`; undefined where the path leaves the schema. */
export function expectedAt(expected: Expected, path: Path): Expected | undefined {
  return path.reduce<Expected | undefined>((here, step) => here && childOf(here, step), expected);
}

function childOf({ schema, value }: Expected, step: string | number): Expected | undefined {
  const next = schemaOfChild(schema, step, value);
  return next && { schema: next, value: childValue(value, step) };
}

function childValue(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? Reflect.get(value, step)
    : undefined;
}

function schemaOfChild(
  schema: AnySchema,
  step: string | number,
  value: unknown,
): AnySchema | undefined {
  const { def } = unwrapped(schema);
  switch (def.type) {
    case 'object':
      return Object.hasOwn(def.shape, step) ? def.shape[String(step)] : undefined;
    case 'record':
      return def.valueType;
    case 'array':
      return def.element;
    case 'tuple':
      return def.items[Number(step)];
    case 'union': {
      const branch = branchFor(def, value);
      return branch && schemaOfChild(branch, step, value);
    }
    default:
      return undefined;
  }
}

/** The branch of a union that `value` is meant for: by its discriminator, or by its kind. */
function branchFor(
  def: z.core.$ZodUnionDef | z.core.$ZodDiscriminatedUnionDef,
  value: unknown,
): AnySchema | undefined {
  if ('discriminator' in def) {
    const chosen = childValue(value, def.discriminator);
    return (
      def.options.find((option) => literals(option, def.discriminator).includes(chosen)) ??
      def.options[0]
    );
  }
  return def.options.find((option) => kindOf(unwrapped(option).def.type) === kindOfValue(value));
}

/** The values that `key` may have in an object schema. */
function literals(schema: AnySchema, key: string): readonly unknown[] {
  const { def } = unwrapped(schema);
  const field = def.type === 'object' ? def.shape[key] : undefined;
  const inner = field && unwrapped(field).def;
  return inner?.type === 'literal' ? inner.values : [];
}

function kindOf(type: string): string {
  return type === 'object' || type === 'record' ? 'mapping' : type === 'tuple' ? 'array' : type;
}

function kindOfValue(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  return typeof value === 'object' && value !== null ? 'mapping' : typeof value;
}

/** The keys an object schema knows; none for other schemas. */
export function knownKeys({ schema, value }: Expected): readonly string[] {
  const { def } = unwrapped(schema);
  if (def.type === 'union') {
    const branch = branchFor(def, value);
    return branch === undefined ? [] : knownKeys({ schema: branch, value });
  }
  return def.type === 'object' ? Object.keys(def.shape) : [];
}

/** The fixed values a schema accepts, as text; none when it accepts others too. */
export function choices(schema: AnySchema): readonly string[] {
  const { def } = unwrapped(schema);
  if (def.type === 'enum') {
    return Object.values(def.entries).map(String);
  }
  if (def.type === 'literal') {
    return def.values.map(String);
  }
  return def.type === 'union' ? def.options.flatMap(choices) : [];
}

/** Whether a number would do. */
export function acceptsNumber(schema: AnySchema): boolean {
  const { def } = unwrapped(schema);
  return def.type === 'number' || (def.type === 'union' && def.options.some(acceptsNumber));
}

/** Whether `true` and `false` would do. */
export function acceptsBoolean(schema: AnySchema): boolean {
  return unwrapped(schema).def.type === 'boolean';
}

/** What a schema wants, in words: `a number > 0 and ≤ 1e9`, `one of off, cc`. */
export function describeSchema(schema: AnySchema): string {
  const { def, nullable } = unwrapped(schema);
  const words = describe(def);
  return nullable ? `${words}, or null` : words;
}

function describe(def: Known['_zod']['def']): string {
  switch (def.type) {
    case 'number':
      return describeNumber(def.checks ?? [], 'format' in def);
    case 'string':
      return 'a text';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'tuple':
      return `a list of ${def.items.length}`;
    case 'object':
    case 'record':
      return 'a mapping';
    case 'enum':
    case 'literal':
      return oneOf(
        'values' in def ? def.values.map(String) : Object.values(def.entries).map(String),
      );
    case 'union':
      return [...new Set(def.options.map(describeSchema))].join(', or ');
    default:
      return 'another value';
  }
}

/** Zod's own bounds of an integer: told only where there are no others. */
const SAFE = Number.MAX_SAFE_INTEGER;

function describeNumber(checks: readonly z.core.$ZodCheck<never>[], integer: boolean): string {
  const bounds: string[] = [];
  let whole = integer;
  for (const check of checks) {
    const { def } = (check as unknown as z.core.$ZodChecks)._zod;
    if (def.check === 'number_format') {
      whole = true;
    } else if (def.check === 'greater_than' && def.value !== -SAFE) {
      bounds.push(`${def.inclusive ? '≥' : '>'} ${compact(Number(def.value))}`);
    } else if (def.check === 'less_than' && def.value !== SAFE) {
      bounds.push(`${def.inclusive ? '≤' : '<'} ${compact(Number(def.value))}`);
    }
  }
  if (whole && bounds.length === 0) {
    return `a whole number within ±${SAFE}`;
  }
  return [whole ? 'a whole number' : 'a number', bounds.join(' and ')].filter(Boolean).join(' ');
}

/** 1e9 rather than 1000000000. */
function compact(value: number): string {
  const exponential = value.toExponential().replace('e+', 'e');
  return exponential.length < String(value).length ? exponential : String(value);
}
