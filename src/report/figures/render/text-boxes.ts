import { isBold } from './draw.js';
import type { TextRuler } from './fonts.js';
import {
  compose,
  IDENTITY,
  type Matrix,
  parseSvg,
  type SvgElement,
  transformOf,
} from './svg-tree.js';

export type Point = readonly [x: number, y: number];

/** A line of text and the corners of its ink on the page, which need not be upright. */
export interface TextBox {
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  readonly corners: readonly Point[];
  /** What it belongs to: `axis-label`, `legend-label`, `title-text`, `mark-text`, … */
  readonly role: string;
}

/** A drawing taken apart: its size, its text, and the areas in which data are drawn. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly texts: readonly TextBox[];
  readonly plots: readonly (readonly Point[])[];
}

interface Place {
  readonly matrix: Matrix;
  readonly role: string;
}

/** Where everything is in an SVG that Vega has drawn. */
export function layoutOf(svg: string, ruler: TextRuler): Layout {
  const root = parseSvg(svg);
  const [, , width = 0, height = 0] = (root.attributes['viewBox'] ?? '').split(/\s+/).map(Number);
  const texts: TextBox[] = [];
  const plots: (readonly Point[])[] = [];
  const visit = (element: SvgElement, place: Place): void => {
    const { name, attributes, children } = element;
    const matrix = compose(place.matrix, transformOf(attributes['transform']));
    const role = roleOf(attributes['class'], place.role);
    if (name === 'text') texts.push(...linesOf(element, { matrix, role }, ruler));
    else if (isPlot(element, role)) plots.push(corners(matrix, rectangleOf(attributes['d'])));
    else
      for (const child of children) if (typeof child !== 'string') visit(child, { matrix, role });
  };
  visit(root, { matrix: IDENTITY, role: '' });
  return { width, height, texts, plots };
}

/** A legend is of groups too: what is in it belongs to it. */
function roleOf(className: string | undefined, outer: string): string {
  const own = /role-([\w-]+)/.exec(className ?? '')?.[1] ?? outer;
  return outer.startsWith('legend') && own === 'scope' ? outer : own;
}

/** A panel's background: a closed rectangle. That of a drawing of several panels is empty. */
function isPlot({ attributes }: SvgElement, role: string): boolean {
  const background = attributes['class'] === 'background';
  return background && (role === 'frame' || role === 'scope' || role === 'cell');
}

/** `M0,0h200v80h-200Z`, as Vega writes the background of a group. */
function rectangleOf(path = ''): Rectangle {
  const [left = 0, top = 0, width = 0, height = 0] = (path.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(
    Number,
  );
  return { left, top, right: left + width, bottom: top + height };
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A text is one line, or has a `tspan` for each. */
function linesOf(element: SvgElement, { matrix, role }: Place, ruler: TextRuler): TextBox[] {
  const { attributes, children } = element;
  if (attributes['opacity'] === '0') return [];
  const size = Number.parseFloat(attributes['font-size'] ?? '');
  const bold = isBold(attributes['font-weight']);
  const anchor = attributes['text-anchor'] ?? 'start';
  const spans = children.filter((child) => typeof child !== 'string');
  let down = 0;
  return (spans.length === 0 ? [element] : spans).flatMap((line) => {
    down += line === element ? 0 : Number(line.attributes['dy'] ?? 0);
    const text = line.children.filter((child) => typeof child === 'string').join('');
    if (text.trim() === '') return [];
    const ink = ruler.measure(text, size, bold);
    const start = anchor === 'end' ? -ink.advance : anchor === 'middle' ? -ink.advance / 2 : 0;
    const box = {
      left: start + ink.left,
      right: start + ink.right,
      top: down + ink.top,
      bottom: down + ink.bottom,
    };
    return [{ text, size, bold, role, corners: corners(matrix, box) }];
  });
}

function corners([a, b, c, d, e, f]: Matrix, box: Rectangle): readonly Point[] {
  const { left, right, top, bottom } = box;
  const points: readonly Point[] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  return points.map(([x, y]) => [a * x + c * y + e, b * x + d * y + f]);
}
