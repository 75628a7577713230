import { quoted } from '../../workload/trace/issue-list.js';
import type { Fields } from '../document/fields.js';

const NUMERAL = /^\s*\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/**
 * What the user of a benchmark said with `--metadata key=value`: texts, numbers too. Others use
 * the same keys for other things, so what cannot be read is noted, not refused.
 */
export class Metadata {
  readonly #fields: Fields;
  readonly #notes: string[];

  /** @param notes takes what was left out. */
  constructor(fields: Fields, notes: string[]) {
    this.#fields = fields;
    this.#notes = notes;
  }

  /** The first of the keys that holds text that is not blank, or a number; null: none does. */
  text(...keys: readonly string[]): string | null {
    const texts = keys.map((key) => this.#scalar(key)).filter((text) => text !== null);
    return texts.find((text) => text.trim() !== '') ?? null;
  }

  /** As a number > 0, or ≥ 0 with `orZero`; what is none is noted. */
  number(keys: readonly string[], orZero = false): number | null {
    for (const key of keys) {
      const text = this.#scalar(key);
      if (text === null || text.trim() === '') continue;
      const value = NUMERAL.test(text) ? Number(text) : Number.NaN;
      if (value > 0 || (orZero && value === 0)) return value;
      this.#notes.push(`${key}: left out, as ${quoted(text)} is no number > 0`);
    }
    return null;
  }

  count(keys: readonly string[], orZero = false): number | null {
    const value = this.number(keys, orZero);
    if (value === null || Number.isSafeInteger(value)) return value;
    this.#notes.push(`${keys.join(', ')}: left out, as ${value} is no whole number`);
    return null;
  }

  #scalar(key: string): string | null {
    const value = this.#fields.raw(key);
    if (typeof value === 'string') return value;
    return typeof value === 'number' ? String(value) : null;
  }
}
