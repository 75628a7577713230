import type { IssueList } from '../../workload/trace/issue-list.js';
import { faultOf, offsetOf } from '../document/json-walk.js';
import { MAX_DEPTH } from '../document/limits.js';
import type { SourceDocument } from '../document/source-document.js';

/** The document that a line of JSON Lines holds; null, with an issue, when it is no JSON. */
export function lineDocument(
  file: string,
  line: string,
  number: number,
  issues: IssueList,
): SourceDocument | null {
  const parsed = parse(line);
  // Places in JSON are found by recursion.
  if (parsed === null && depthOf(line) <= MAX_DEPTH) {
    const { offset, expected, got } = faultOf(line);
    issues.add(number, offset + 1, () => ({ path: '', expected, got }));
    return null;
  }
  if (parsed === null) {
    const expected = `at most ${MAX_DEPTH} levels of brackets`;
    issues.add(number, 1, () => ({ path: '', expected, got: 'deeper nesting' }));
    return null;
  }
  return {
    file,
    item: number - 1,
    value: parsed.value,
    placeOf: (path) => ({
      line: number,
      column: depthOf(line) <= MAX_DEPTH ? offsetOf(line, path) + 1 : 1,
    }),
  };
}

function parse(line: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(line) };
  } catch {
    return null;
  }
}

/** The most brackets that are open at once; those in texts count too, which does no harm. */
function depthOf(line: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of line) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return deepest;
}
