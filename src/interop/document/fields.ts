import { suggest } from '../../suggest.js';
import { type IssueList, quoted } from '../../workload/trace/issue-list.js';
import type { Path, SourceDocument } from './source-document.js';

/** Which numbers a field may hold. */
export interface NumberField {
  /** For messages: what the number is, e.g. `milliseconds`. */
  readonly what: string;
  readonly least?: number;
  readonly above?: number;
  readonly most?: number;
  readonly below?: number;
  readonly integer?: boolean;
  /** Text that is a number counts as one (vLLM's `--metadata` writes texts only). */
  readonly orText?: boolean;
  /** The text `inf`, or a number without end where the form has one, counts as Infinity. */
  readonly orInfinite?: boolean;
}

const START = { line: 1, column: 1 } as const;
const NUMERAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * The fields of one mapping of a document. Every reading method gives null for what is absent or
 * null, says what is wrong with what is there, and goes on.
 */
export class Fields {
  readonly #document: SourceDocument;
  readonly #path: Path;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #issues: IssueList;

  constructor(
    document: SourceDocument,
    path: Path,
    values: Readonly<Record<string, unknown>>,
    issues: IssueList,
  ) {
    this.#document = document;
    this.#path = path;
    this.#values = values;
    this.#issues = issues;
  }

  /** The fields of the root of a document; null, with an issue, when it is no mapping. */
  static of(document: SourceDocument, issues: IssueList): Fields | null {
    if (isMapping(document.value)) return new Fields(document, [], document.value, issues);
    const { line, column } = document.placeOf([]);
    const got = describeValue(document.value);
    issues.add(line, column, () => ({ path: '', expected: 'a mapping', got }));
    return null;
  }

  get keys(): readonly string[] {
    return Object.keys(this.#values);
  }

  /** Whether the key is there, with something else than null. */
  has(key: string): boolean {
    return this.raw(key) !== null;
  }

  /** The value as it stands; null when there is none. */
  raw(key: string): unknown {
    return Object.hasOwn(this.#values, key) ? (this.#values[key] ?? null) : null;
  }

  /** What stands at a path, whatever it is; null where there is nothing. Says nothing. */
  peek(...path: readonly string[]): unknown {
    let value: unknown = this.#values;
    for (const key of path) {
      if (!isMapping(value) || !Object.hasOwn(value, key)) return null;
      value = value[key];
    }
    return value ?? null;
  }

  number(key: string, rule: NumberField): number | null {
    const value = this.raw(key);
    if (value === null) return null;
    const number = typeof value === 'string' ? numberOf(value, rule) : value;
    if (typeof number === 'number' && isAllowed(number, rule)) return number;
    this.reject(key, describeRule(rule));
    return null;
  }

  /** As `number`; an issue where there is none. */
  requiredNumber(key: string, rule: NumberField): number | null {
    if (!this.has(key)) this.missing(key, describeRule(rule));
    return this.number(key, rule);
  }

  text(key: string): string | null {
    const value = this.raw(key);
    if (value === null || typeof value === 'string') return value;
    this.reject(key, 'text');
    return null;
  }

  /** One of some words. */
  choice<Choice extends string>(key: string, choices: readonly Choice[]): Choice | null {
    const value = this.raw(key);
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    if (value !== null) this.reject(key, choices.join(' | '));
    return null;
  }

  /** Says of every key that is not among those known, with the nearest that is. */
  allow(known: readonly string[]): void {
    for (const key of this.keys) {
      if (known.includes(key)) continue;
      const near = suggest(key, known);
      const hint = near === undefined ? undefined : `did you mean ${quoted(near)}?`;
      this.#add([...this.#path, key], `a key of ${known.join(', ')}`, quoted(key), hint);
    }
  }

  /** Says something of the mapping itself. */
  refuse(expected: string, got: string): void {
    this.#add(this.#path, expected, got);
  }

  mapping(key: string): Fields | null {
    const value = this.raw(key);
    if (value === null) return null;
    if (isMapping(value)) return this.#below([key], value);
    this.reject(key, 'a mapping');
    return null;
  }

  /** As `mapping`; an issue where there is none. */
  requiredMapping(key: string): Fields | null {
    if (!this.has(key)) this.missing(key, 'a mapping');
    return this.mapping(key);
  }

  /** The texts of a list; what else is in it is an issue each. Null when there is no list. */
  texts(key: string): readonly string[] | null {
    return this.#list(key, 'a list of texts', (item, at) => {
      if (typeof item === 'string') return [item];
      this.#add([...this.#path, key, at], 'text', describeValue(item));
      return [];
    });
  }

  /** The mappings of a list; what else is in it is an issue each. Null when there is no list. */
  mappings(key: string): readonly Fields[] | null {
    return this.#list(key, 'a list of mappings', (item, at) => {
      if (isMapping(item)) return [this.#below([key, at], item)];
      this.#add([...this.#path, key, at], 'a mapping', describeValue(item));
      return [];
    });
  }

  /** The numbers of a list, NaN for null; null when there is no list. */
  numbers(key: string, rule: NumberField): Float64Array | null {
    const value = this.raw(key);
    if (value === null) return null;
    if (!Array.isArray(value)) {
      this.reject(key, `a list of ${rule.what}`);
      return null;
    }
    return Float64Array.from(value, (item: unknown, at) => {
      if (item === null) return Number.NaN;
      if (typeof item === 'number' && isAllowed(item, rule)) return item;
      this.#add([...this.#path, key, at], describeRule(rule), describeValue(item));
      return Number.NaN;
    });
  }

  /** Says that a value is not what was expected. */
  reject(key: string, expected: string, hint?: string): void {
    this.#add([...this.#path, key], expected, describeValue(this.raw(key)), hint);
  }

  /** Says that a key is missing, with the nearest that is there. */
  missing(key: string, expected: string): void {
    const near = this.keys.includes(key) ? undefined : suggest(key, this.keys);
    const hint = near === undefined ? undefined : `did you mean it by ${quoted(near)}?`;
    this.#add([...this.#path, key], expected, 'nothing', hint);
  }

  #list<Item>(
    key: string,
    expected: string,
    read: (item: unknown, at: number) => readonly Item[],
  ): readonly Item[] | null {
    const value = this.raw(key);
    if (value === null) return null;
    if (Array.isArray(value)) return value.flatMap(read);
    this.reject(key, expected);
    return null;
  }

  #below(path: Path, values: Readonly<Record<string, unknown>>): Fields {
    return new Fields(this.#document, [...this.#path, ...path], values, this.#issues);
  }

  #add(path: Path, expected: string, got: string, hint?: string): void {
    // Finding a place takes time, and a list may hold a million numbers that are none.
    const isCounted = this.#issues.isFull;
    const { line, column } = isCounted ? START : this.#document.placeOf(path);
    this.#issues.add(line, column, () => ({
      path: path.join('.'),
      expected,
      got,
      ...(hint !== undefined && { hint }),
    }));
  }
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? quoted(value) : String(value);
}

function numberOf(text: string, { orText, orInfinite }: NumberField): number | string {
  if (orInfinite === true && /^\s*\+?inf(inity)?\s*$/i.test(text)) return Number.POSITIVE_INFINITY;
  return orText === true && NUMERAL.test(text) ? Number(text) : text;
}

function isAllowed(value: number, rule: NumberField): boolean {
  const { least, above, most, below, integer, orInfinite } = rule;
  if (value === Number.POSITIVE_INFINITY) return orInfinite === true;
  return (
    Number.isFinite(value) &&
    value >= (least ?? Number.NEGATIVE_INFINITY) &&
    value > (above ?? Number.NEGATIVE_INFINITY) &&
    value <= (most ?? Number.POSITIVE_INFINITY) &&
    value < (below ?? Number.POSITIVE_INFINITY) &&
    (integer !== true || Number.isInteger(value))
  );
}

function describeRule({ what, least, above, most, below, integer }: NumberField): string {
  const limits = [
    least === undefined ? '' : ` ≥ ${least}`,
    above === undefined ? '' : ` > ${above}`,
    most === undefined ? '' : ` ≤ ${most}`,
    below === undefined ? '' : ` < ${below}`,
  ].filter((limit) => limit !== '');
  return `${what}: ${integer === true ? 'a whole number' : 'a number'}${limits.join(',')}`;
}
