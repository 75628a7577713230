import { wrapped } from './labels.js';
import { HEADING_WEIGHT, INK, TEXT } from './theme.js';

/** How far above a panel its heading ends, pt. */
const ABOVE = 4;

/** From one line to the next, pt. */
export const LINE_HEIGHT = 9.5;

/**
 * A layer with a heading over a panel, in line with its left edge. Vega-Lite's own titles stand
 * above whatever sticks out of a panel, so that those of panels side by side are not in line.
 * @param width in which its lines stay, pt.
 * @param raised lines that are left free below it.
 */
export function panelHeading(
  text: string,
  width: number,
  { raised = 0, weight = HEADING_WEIGHT }: { raised?: number; weight?: string } = {},
): object {
  const lines = headingLines(text, width);
  return {
    data: { values: [{}] },
    mark: {
      type: 'text',
      text: lines,
      x: 0,
      // Lines are set downwards from the first.
      y: -ABOVE - LINE_HEIGHT * (raised + lines.length - 1),
      lineHeight: LINE_HEIGHT,
      align: 'left',
      baseline: 'bottom',
      fontSize: TEXT.heading,
      fontWeight: weight,
      color: INK,
    },
  };
}

/** What a heading takes above a panel, pt. */
export function headingHeight(text: string, width: number): number {
  return ABOVE + LINE_HEIGHT * headingLines(text, width).length;
}

function headingLines(text: string, width: number): readonly string[] {
  return wrapped(text, width, TEXT.heading).split('\n');
}
