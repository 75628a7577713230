import type { TextRuler } from './fonts.js';
import { layoutOf, type Point, type TextBox } from './text-boxes.js';

/** A text that cannot be read, or that lies where it should not. */
export interface Overlap {
  readonly kind: 'text over text' | 'outside the figure' | 'legend over data';
  readonly text: string;
  /** What it runs into; null for the edge of the figure and for the data. */
  readonly other: string | null;
}

/** Ink that is closer than this runs together, pt. */
const LEAST_GAP = 0.3;
/** What rounding may do at the edge, pt. */
const TOLERANCE = 0.05;

/**
 * Texts of a figure that run into one another, over its edge, or, in a legend, over the data. The
 * boxes are those of the ink of every line, by the outlines of the font it is set in and the
 * transforms that apply to it; two boxes are apart if a line along a side of either parts them
 * (the separating axis theorem).
 */
export function textOverlaps(svg: string, ruler: TextRuler): readonly Overlap[] {
  const { width, height, texts, plots } = layoutOf(svg, ruler);
  const found: Overlap[] = [];
  texts.forEach((box, at) => {
    const { text } = box;
    if (!isWithin(box, width, height))
      found.push({ kind: 'outside the figure', text, other: null });
    if (box.role.startsWith('legend') && plots.some((plot) => touch(plot, box.corners, 0))) {
      found.push({ kind: 'legend over data', text, other: null });
    }
    for (const other of texts.slice(at + 1)) {
      if (touch(box.corners, other.corners, LEAST_GAP)) {
        found.push({ kind: 'text over text', text, other: other.text });
      }
    }
  });
  return found;
}

function isWithin({ corners }: TextBox, width: number, height: number): boolean {
  return corners.every(
    ([x, y]) =>
      x >= -TOLERANCE && x <= width + TOLERANCE && y >= -TOLERANCE && y <= height + TOLERANCE,
  );
}

/** Whether no straight line leaves a gap between two convex shapes. */
function touch(a: readonly Point[], b: readonly Point[], gap: number): boolean {
  return [...normals(a), ...normals(b)].every((normal) => {
    const [lowA, highA] = span(a, normal);
    const [lowB, highB] = span(b, normal);
    return lowA < highB + gap && lowB < highA + gap;
  });
}

/** Unit vectors across the sides. */
function normals(corners: readonly Point[]): readonly Point[] {
  return corners.flatMap(([x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % corners.length] ?? [x, y];
    const length = Math.hypot(nextX - x, nextY - y);
    return length > 0 ? [[(y - nextY) / length, (nextX - x) / length] as const] : [];
  });
}

function span(corners: readonly Point[], [x, y]: Point): readonly [number, number] {
  const along = corners.map(([cornerX, cornerY]) => cornerX * x + cornerY * y);
  return [Math.min(...along), Math.max(...along)];
}
