import fc from 'fast-check';

const JUNK = [
  '-1',
  '0',
  '1e400',
  '.nan',
  '.inf',
  '0x10',
  '012',
  '1_000',
  '12:30',
  '60ms',
  'no',
  'null',
  '~',
  '""',
  '{}',
  '[]',
  '[1, [2]]',
  '{ a: 1 }',
  '&a',
  '*a',
  '*mix',
  '!!set {a}',
  '<<: *mix',
  '__proto__: 1',
  'constructor',
  'toString',
  '---',
  '...',
  '%YAML 1.1',
  '\t',
  '"',
  "'",
  '|',
  '>',
  '{',
  ']',
  ': ',
  '- ',
  '? ',
  '# ',
  ',',
  '\u0000',
  '\uFEFF',
  '\uFFFD',
  '\u2028',
  '9'.repeat(400),
  'x'.repeat(2000),
  '['.repeat(300),
  '💥',
];

type Mutation = (text: string) => string;

/** Text that means something to YAML, or nothing to anybody. */
export const junk = fc.oneof(
  fc.constantFrom(...JUNK),
  fc.string({ maxLength: 12, unit: 'binary' }),
);
const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function onLines(change: (lines: string[], at: number, other: number) => void) {
  return fc.tuple(position, position).map(
    ([from, to]): Mutation =>
      (text) => {
        const lines = text.split('\n');
        change(lines, Math.floor(from * lines.length), Math.floor(to * lines.length));
        return lines.join('\n');
      },
  );
}

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  onLines((lines, at, other) => {
    [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''];
  }),
  onLines((lines, at) => {
    lines[at] = ` ${lines[at]}`;
  }),
  fc.tuple(position, junk).map(
    ([at, text]): Mutation =>
      (whole) => {
        const offset = Math.floor(at * whole.length);
        return whole.slice(0, offset) + text + whole.slice(offset);
      },
  ),
  fc.tuple(position, junk).map(
    ([at, text]): Mutation =>
      (whole) => {
        const words = whole.split(/(?<=[ ,])|(?=[\n,}\]])/);
        words[Math.floor(at * words.length)] = text;
        return words.join('');
      },
  ),
  position.map(
    (at): Mutation =>
      (text) =>
        text.slice(0, Math.floor(at * text.length)),
  ),
);

/** The text with up to four things done to it. */
export function mutated(text: string): fc.Arbitrary<string> {
  return fc
    .array(mutation, { maxLength: 4 })
    .map((mutations) => mutations.reduce((result, mutate) => mutate(result), text));
}
