import type { Unread, UnreadKind } from './log-report.js';

const MAX_QUOTED = 80;

/** Counts what could not be read, and keeps the first of each kind. */
export class UnreadList {
  readonly #kinds = new Map<UnreadKind, { count: number; line: number; text: string }>();

  add(kind: UnreadKind, line: number, text: string, count = 1): void {
    const known = this.#kinds.get(kind);
    if (known !== undefined) known.count += count;
    else this.#kinds.set(kind, { count, line, text: text.slice(0, MAX_QUOTED) });
  }

  all(): readonly Unread[] {
    return Array.from(this.#kinds, ([kind, unread]) => ({ kind, ...unread }));
  }
}
