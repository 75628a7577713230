import { Composer, type CST, type Document, Lexer, type LineCounter, Parser } from 'yaml';
import { quoted } from '../issues/values.js';
import { type SyntaxProblem, syntaxProblem } from './syntax-errors.js';
import { MOST_DEPTH } from './tree-builder.js';

/** Scenarios and profiles are written by hand: a longer text is another kind of file. */
const LONGEST = 1_000_000;
/** The parser's stack also holds the document and the pairs of mappings. */
const MOST_OPEN = 2 * MOST_DEPTH;
/** What a decoder puts in place of bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD';
const REPLACEMENT_CODE = REPLACEMENT.charCodeAt(0);
const DELETE_CODE = 127;

/** A problem at a position of the text. */
export interface TextProblem extends SyntaxProblem {
  readonly offset: number;
}

/** A YAML document and the problems of its syntax. */
export interface Composed {
  /** Null when the text is not even looked at. */
  readonly document: Document.Parsed | null;
  readonly problems: readonly TextProblem[];
}

/**
 * Composes the one YAML document of a text. What the composer is slow on, or dies of, is found
 * before it runs: it recurses, so deep nesting would end the process.
 *
 * @param lines is told every line start, as far as the text is read
 */
export function composeYaml(text: string, lines: LineCounter): Composed {
  lines.addNewLine(0);
  const obstacle = findObstacle(text);
  if (obstacle !== undefined) {
    countLines(text, obstacle.offset, lines);
    return { document: null, problems: [obstacle] };
  }
  const tokens = readTokens(text, lines);
  return Array.isArray(tokens)
    ? composeTokens(tokens, text.length)
    : { document: null, problems: [tokens] };
}

function findObstacle(text: string): TextProblem | undefined {
  if (text.length > LONGEST) {
    return { offset: 0, expected: `at most ${LONGEST} characters`, got: `${text.length}` };
  }
  for (let offset = 0; offset < text.length; offset += 1) {
    if (isBinary(text.charCodeAt(offset))) {
      const character = text.charAt(offset);
      const got = character === REPLACEMENT ? 'other bytes' : `the character ${quoted(character)}`;
      return { offset, expected: 'YAML text in UTF-8', got };
    }
  }
  return undefined;
}

/** Control characters other than tab and line ends, and what stands for invalid bytes. */
function isBinary(code: number): boolean {
  const isControl = code < 32 && code !== 9 && code !== 10 && code !== 13;
  return isControl || code === DELETE_CODE || code === REPLACEMENT_CODE;
}

function countLines(text: string, upTo: number, lines: LineCounter): void {
  for (let at = text.indexOf('\n'); at >= 0 && at < upTo; at = text.indexOf('\n', at + 1)) {
    lines.addNewLine(at + 1);
  }
}

/** The lexer and the parser do not recurse; the parser's stack tells how deep the composer will. */
function readTokens(text: string, lines: LineCounter): CST.Token[] | TextProblem {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MOST_OPEN) {
      return { offset, expected: `at most ${MOST_DEPTH} levels`, got: 'deeper nesting' };
    }
  }
  tokens.push(...parser.end());
  return tokens;
}

function composeTokens(tokens: readonly CST.Token[], length: number): Composed {
  // Repeated keys are reported by the tree builder, with the path and the place of the first one.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  const [document, second] = composer.compose(tokens, true, length);
  if (document === undefined) {
    return { document: null, problems: [] };
  }
  const problems = document.errors.map(({ code, message, pos }) => ({
    offset: pos[0],
    ...syntaxProblem(code, message),
  }));
  if (second !== undefined) {
    const [offset] = second.range;
    problems.push({ offset, expected: 'one YAML document', got: 'the start of another' });
  }
  return { document, problems };
}
