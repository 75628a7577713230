import { InvariantError } from '../../../errors.js';

/** An element of an SVG document, as Vega writes it: no comments, no namespaces of others. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements and pieces of text, in order. */
  readonly children: readonly (SvgElement | string)[];
}

const TOKEN = /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** @throws InvariantError if it is no SVG of the kind that Vega writes. */
export function parseSvg(text: string): SvgElement {
  interface Open {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly children: (SvgElement | string)[];
  }
  const document: Open = { name: '', attributes: {}, children: [] };
  const open: Open[] = [document];
  for (const [token, closing, name, attributes = '', empty, content] of text.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? document;
    if (content !== undefined) {
      parent.children.push(unescaped(content));
    } else if (closing === '/') {
      const ended = open.pop();
      if (ended?.name !== name) throw new InvariantError('the SVG is not well formed', { token });
    } else {
      const element = { name: name ?? '', attributes: attributesOf(attributes), children: [] };
      parent.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  const root = document.children.find((child) => typeof child !== 'string');
  if (root === undefined || open.length !== 1) throw new InvariantError('no whole SVG element');
  return root;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name, value]) => [name, unescaped(value ?? '')]),
  );
}

function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}

/** What a point becomes: x′ = a·x + c·y + e, y′ = b·x + d·y + f, as in SVG. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `inner`, then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [
    a * p + c * q,
    b * p + d * q,
    a * r + c * s,
    b * r + d * s,
    a * t + c * u + e,
    b * t + d * u + f,
  ];
}

/** The matrix of a `transform` attribute: translations, turns and scales. */
export function transformOf(text: string | undefined): Matrix {
  let matrix = IDENTITY;
  for (const [, name, list = ''] of (text ?? '').matchAll(/(\w+)\(([^)]*)\)/g)) {
    matrix = compose(matrix, stepOf(name ?? '', list.split(/[\s,]+/).map(Number)));
  }
  return matrix;
}

function stepOf(name: string, [p = 0, q]: readonly number[]): Matrix {
  if (name === 'translate') return [1, 0, 0, 1, p, q ?? 0];
  if (name === 'scale') return [p, 0, 0, q ?? p, 0, 0];
  if (name !== 'rotate') throw new InvariantError('a transform that Vega does not use', { name });
  const angle = (p * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0];
}
