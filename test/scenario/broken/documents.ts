import { scenarioText } from '../small-world.js';
import type { BrokenInput } from './broken-input.js';

/** Each value holds the one before it: `a1: &a1 [*a0], a2: &a2 [*a1], …`. */
const NESTED = Array.from({ length: 70 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}]`).join(', ');

/** Broken inputs: documents. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'empty file',
    text: '',
    lines: ['s.yaml:1:1: expected a mapping with the sections of a scenario, got nothing'],
  },
  {
    name: 'only a comment',
    text: '# nothing\n',
    lines: ['s.yaml:1:1: expected a mapping with the sections of a scenario, got nothing'],
  },
  {
    name: 'a text',
    text: 'hello\n',
    lines: ['s.yaml:1:1: expected a mapping with the sections of a scenario, got "hello"'],
  },
  {
    name: 'a list',
    text: '- 1\n- 2\n',
    lines: ['s.yaml:1:1: expected a mapping with the sections of a scenario, got a list'],
  },
  {
    name: 'tab as indentation',
    changes: { sla: '\n\tseconds: 60' },
    lines: ['s.yaml:3:1: expected spaces as indentation, got a tab'],
  },
  {
    name: 'two documents',
    text: `${scenarioText()}---\nname: b\n`,
    lines: ['s.yaml:7:1: expected one YAML document, got the start of another'],
  },
  {
    name: 'unclosed quote',
    changes: { name: '"x' },
    lines: ['s.yaml:8:1: expected valid YAML, got a syntax error (Missing closing "quote)'],
  },
  {
    name: 'unclosed bracket',
    changes: { sla: '{ seconds: 60' },
    lines: [
      's.yaml:3:1: expected valid YAML, got a syntax error (Flow map in block collection must be sufficiently indented and end with a })',
    ],
  },
  {
    name: 'a colon too many',
    changes: { name: 'a: b' },
    lines: [
      's.yaml:7:7: expected one `key: value` on a line, got a mapping inside a value (quote a text that contains ": ")',
    ],
  },
  {
    name: 'wrong indentation',
    changes: { sla: '\n    seconds: 60\n  perModel: {}' },
    lines: [
      's.yaml:4:1: expected valid YAML, got a syntax error (All mapping items must start at the same column)',
    ],
  },
  {
    name: 'binary',
    text: 'name: \u0000\u0001\n',
    lines: ['s.yaml:1:7: expected YAML text in UTF-8, got the character "\\u0000"'],
  },
  {
    name: 'bytes that are not UTF-8',
    text: 'name: \ufffd\n',
    lines: ['s.yaml:1:7: expected YAML text in UTF-8, got other bytes'],
  },
  {
    name: 'unknown alias',
    changes: { name: '*x' },
    lines: ['s.yaml:7:7 name: expected an alias of an anchor that stands before it, got *x'],
  },
  {
    name: 'cyclic alias',
    changes: { sla: '&x { seconds: 60, perModel: *x }' },
    lines: [
      's.yaml:2:34 sla.perModel: expected an alias of another value, got *x, which lies inside that value',
    ],
  },
  {
    name: 'a tag',
    changes: { name: '!!binary aGVsbG8=' },
    lines: [
      's.yaml:7:16 name: expected a value without a tag, got the tag tag:yaml.org,2002:binary',
    ],
  },
  {
    name: 'YAML 1.1',
    text: `%YAML 1.1\n---\n${scenarioText()}`,
    lines: ['s.yaml:1:1: expected YAML 1.2, got a %YAML 1.1 directive'],
  },
  {
    name: 'deep nesting',
    text: '['.repeat(100_000),
    lines: ['s.yaml:1:128: expected at most 64 levels, got deeper nesting'],
  },
  {
    name: 'deep block nesting',
    text: '- '.repeat(50_000),
    lines: ['s.yaml:1:255: expected at most 64 levels, got deeper nesting'],
  },
  {
    name: 'alias bomb',
    changes: {
      strategy:
        '{ name: best-batch, options: { a: &a [x,x,x,x,x,x,x,x,x,x], b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a], c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b], d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c], e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d] } }',
    },
    lines: [
      's.yaml:6:31 strategy.options: expected only options that best-batch reads (sizes), got "options"',
      's.yaml:6:194 strategy.options.e: expected at most 100000 values, aliases expanded, got more',
    ],
  },
  {
    name: 'nesting by aliases',
    changes: { strategy: `{ name: best-batch, options: { a0: &a0 [1], ${NESTED} } }` },
    lines: [
      's.yaml:6:31 strategy.options: expected only options that best-batch reads (sizes), got "options"',
      's.yaml:6:40 strategy.options: expected at most 64 levels, aliases expanded, got deeper nesting',
      's.yaml:6:1153 strategy.options.a63: expected at most 64 levels, aliases expanded, got deeper nesting',
    ],
  },
  {
    name: 'too long a file',
    text: '#'.repeat(1_000_001),
    lines: ['s.yaml:1:1: expected at most 1000000 characters, got 1000001'],
  },
];
