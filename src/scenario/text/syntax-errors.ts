import type { ErrorCode } from 'yaml';

/** What an issue says of a syntax error. */
export interface SyntaxProblem {
  readonly expected: string;
  readonly got: string;
  readonly hint?: string;
}

const TEXTS: Readonly<Partial<Record<ErrorCode, SyntaxProblem>>> = {
  TAB_AS_INDENT: { expected: 'spaces as indentation', got: 'a tab' },
  BLOCK_AS_IMPLICIT_KEY: {
    expected: 'one `key: value` on a line',
    got: 'a mapping inside a value',
    hint: 'quote a text that contains ": "',
  },
  MULTILINE_IMPLICIT_KEY: { expected: '`key: value`', got: 'a line without a colon' },
  KEY_OVER_1024_CHARS: { expected: 'a key of at most 1024 characters', got: 'a longer one' },
  MULTIPLE_ANCHORS: { expected: 'one anchor', got: 'a second one' },
  MULTIPLE_TAGS: { expected: 'one tag', got: 'a second one' },
  BAD_ALIAS: { expected: 'an alias with a name', got: 'none' },
};

/** Words for an error of the YAML parser, whose own are meant for programmers. */
export function syntaxProblem(code: ErrorCode, message: string): SyntaxProblem {
  const [firstLine = ''] = message.split('\n');
  return TEXTS[code] ?? { expected: 'valid YAML', got: `a syntax error (${firstLine})` };
}
