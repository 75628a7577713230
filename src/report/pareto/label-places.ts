/** A rectangle, pt, from the top left. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A point of a line, pt from the top left of the panel, and what is to be written beside it. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Of its mark, pt. */
  readonly radius: number;
  /** Those of a lower number are placed first. */
  readonly priority: number;
}

/** Where a text goes: the middle of it. */
export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Position of its line among the lines. */
  readonly line: number;
}

export interface PanelSize {
  readonly width: number;
  readonly height: number;
}

/** What text needs: its width, and its height in all, pt. */
export interface TextSize {
  readonly widthOf: (text: string) => number;
  readonly height: number;
}

/** Points of a line nearer than this have one label: `64–256`, pt. */
const SAME_PLACE = 7;
/** From a point's mark to where its label may begin, pt; the nearest first. */
const REACHES = [1.2, 3.5, 6] as const;
/** A number through which more lines run nobody can read, or say whose it is. */
const MOST_LINES = 2;
/** More numbers than this no panel has room for, and looking for it takes long. */
const MOST_LABELS = 400;
/** Right and up are where the eye looks first. */
const DIRECTIONS = [
  [1, -1],
  [0, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, -1],
  [-1, 0],
  [-1, 1],
] as const;
/** How much worse a place is for each line through it, further off, or later in the list. */
const COSTS = { line: 1, reach: 0.6, direction: 0.05 } as const;

/** Points in a row, in the order of the line, that lie on top of one another get one label. */
export function joinedLabels(line: readonly LabelledPoint[]): readonly LabelledPoint[] {
  const runs: LabelledPoint[][] = [];
  for (const point of line) {
    const run = runs.at(-1);
    const [first] = run ?? [];
    if (run !== undefined && first !== undefined && distance(first, point) < SAME_PLACE) {
      run.push(point);
    } else runs.push([point]);
  }
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return [];
    const middle = {
      x: run.reduce((sum, { x }) => sum + x, 0) / run.length,
      y: run.reduce((sum, { y }) => sum + y, 0) / run.length,
    };
    return [
      {
        ...middle,
        text: first.text === last.text ? first.text : `${first.text}–${last.text}`,
        radius: Math.max(...run.map((point) => point.radius + distance(middle, point))),
        priority: Math.min(...run.map(({ priority }) => priority)),
      },
    ];
  });
}

/**
 * Places for the labels of a panel's points, greedily in order of priority: of the places around a
 * point, at three distances, the one that fewest lines run through. No label lies on another or on
 * a mark, or reaches out of the panel; a point for whose label there is no such place stays without.
 * @param lines all points of all lines, in order.
 */
export function placeLabels(
  lines: readonly (readonly LabelledPoint[])[],
  size: PanelSize,
  text: TextSize,
): readonly PlacedLabel[] {
  const labels = lines
    .flatMap((line, at) => joinedLabels(line).map((point) => ({ ...point, line: at })))
    .sort((a, b) => a.priority - b.priority)
    .slice(0, MOST_LABELS);
  const marks = lines.flat().map(markBox);
  const segments = lines.flatMap((line) =>
    line.slice(1).map((to, at) => [line[at] ?? to, to] as const),
  );
  const placed: Place[] = [];
  for (const point of labels) {
    const places = placesAround(point, text).filter(
      ({ box }) =>
        isWithin(box, size) &&
        placed.every((other) => !overlap(other.box, box)) &&
        marks.every((mark) => !overlap(mark, box)),
    );
    const readable = places.flatMap((place) => {
      const through = segments.filter(([from, to]) => crosses(from, to, place.box)).length;
      return through > MOST_LINES ? [] : [{ ...place, cost: place.cost + through * COSTS.line }];
    });
    const [best] = readable.sort((a, b) => a.cost - b.cost);
    if (best !== undefined) placed.push(best);
  }
  return placed.map(({ label }) => label);
}

/** A label, the paper it takes, and how bad that is. */
interface Place {
  readonly label: PlacedLabel;
  readonly box: Box;
  readonly cost: number;
}

function placesAround(
  { x, y, text, radius, line }: LabelledPoint & { readonly line: number },
  { widthOf, height }: TextSize,
): readonly Place[] {
  const half = { width: widthOf(text) / 2, height: height / 2 };
  return REACHES.flatMap((reach, ring) =>
    DIRECTIONS.map(([right, down], at) => {
      const diagonal = right !== 0 && down !== 0 ? Math.SQRT1_2 : 1;
      const away = (radius + reach) * diagonal;
      const label = {
        x: x + right * (away + half.width),
        y: y + down * (away + half.height),
        text,
        line,
      };
      const box = boxAround(label, half.width, half.height);
      return { label, box, cost: ring * COSTS.reach + at * COSTS.direction };
    }),
  );
}

/** As a square that the round mark fills about as much as it leaves free. */
function markBox(point: LabelledPoint): Box {
  const half = point.radius * 0.85;
  return boxAround(point, half, half);
}

function boxAround(
  { x, y }: Pick<LabelledPoint, 'x' | 'y'>,
  halfWidth: number,
  halfHeight: number,
): Box {
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

/** Whether the line between two points runs through a box (Liang and Barsky, 1984). */
function crosses(
  from: Pick<LabelledPoint, 'x' | 'y'>,
  to: Pick<LabelledPoint, 'x' | 'y'>,
  box: Box,
): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const edges = [
    [-dx, from.x - box.left],
    [dx, box.right - from.x],
    [-dy, from.y - box.top],
    [dy, box.bottom - from.y],
  ] as const;
  let [enter, leave] = [0, 1];
  for (const [towards, room] of edges) {
    if (towards === 0 && room < 0) return false;
    if (towards < 0) enter = Math.max(enter, room / towards);
    if (towards > 0) leave = Math.min(leave, room / towards);
  }
  return enter <= leave;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function isWithin(box: Box, { width, height }: PanelSize): boolean {
  return box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
}

function distance(a: Pick<LabelledPoint, 'x' | 'y'>, b: Pick<LabelledPoint, 'x' | 'y'>): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
