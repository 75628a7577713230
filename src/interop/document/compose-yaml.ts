import { Composer, type CST, type Document, type LineCounter, Parser } from 'yaml';
import { MAX_DEPTH } from './limits.js';
import { tooDeepAt } from './yaml-depth.js';
import { plainValueOf, type YamlFault } from './yaml-value.js';

/** A text of YAML: its only document, or why there is none. */
export type Composed =
  | { readonly kind: 'document'; readonly document: Document; readonly value: unknown }
  /** None or one can be results of a benchmark, several cannot. */
  | { readonly kind: 'several' }
  | { readonly kind: 'faulty'; readonly faults: readonly YamlFault[] };

/** Parses a text, step by step, so that nothing of it is composed that is better left alone. */
export function composeYaml(text: string, lines: LineCounter): Composed {
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const documents = tokens.filter(({ type }) => type === 'document');
  if (documents.length > 1) return { kind: 'several' };
  const deep = documents.map(tooDeepAt).find((offset) => offset !== null);
  if (deep !== undefined && deep !== null) {
    const expected = `at most ${MAX_DEPTH} levels of nesting`;
    return { kind: 'faulty', faults: [{ offset: deep, expected, got: 'deeper nesting' }] };
  }
  return composed(tokens, text.length);
}

function composed(tokens: readonly CST.Token[], length: number): Composed {
  // Keys are compared with one another later: the library takes the square of their number.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false });
  const [document] = composer.compose(tokens, true, length);
  if (document === undefined) return { kind: 'faulty', faults: [EMPTY] };
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ pos, message }) => {
      return { offset: pos[0], expected: 'YAML', got: firstLine(message) };
    });
    return { kind: 'faulty', faults };
  }
  const found = plainValueOf(document);
  if (!('value' in found)) return { kind: 'faulty', faults: [found] };
  if (found.value === null) return { kind: 'faulty', faults: [EMPTY] };
  return { kind: 'document', document, value: found.value };
}

const EMPTY: YamlFault = { offset: 0, expected: 'YAML', got: 'an empty file' };

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
