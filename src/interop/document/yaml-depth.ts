import type { CST } from 'yaml';
import { MAX_DEPTH } from './limits.js';

/** A token of the library's, and how many it lies within. */
interface Step {
  readonly token: CST.Token;
  readonly depth: number;
}

/**
 * Where a document nests deeper than is read; null: nowhere. The library composes documents by
 * recursion, and where that fills the stack the process may end at once.
 * @returns characters from the start of the text.
 */
export function tooDeepAt(document: CST.Token): number | null {
  const steps: Step[] = [{ token: document, depth: 0 }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { token, depth } = step;
    // The document itself is one.
    if (depth > MAX_DEPTH + 1) return token.offset;
    for (const inner of tokensIn(token)) steps.push({ token: inner, depth: depth + 1 });
  }
  return null;
}

function tokensIn(token: CST.Token): readonly CST.Token[] {
  switch (token.type) {
    case 'document':
      return token.value === undefined ? [] : [token.value];
    case 'block-map':
    case 'block-seq':
    case 'flow-collection':
      return token.items.flatMap(({ key, value }) =>
        [key, value].filter((inner) => inner !== undefined && inner !== null),
      );
    default:
      return [];
  }
}
