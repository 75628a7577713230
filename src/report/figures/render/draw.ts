import { mergeConfig, parse, textMetrics, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { themeConfig } from '../theme.js';
import type { TextRuler } from './fonts.js';

/** A figure that is drawn, with text in the theme's font. */
export interface Drawing {
  /** Without the font; a unit is a point. */
  readonly svg: string;
  /** What was drawn, theme and widths put in: any tool for Vega-Lite draws the same from it. */
  readonly spec: object;
  readonly widthPoints: number;
  readonly heightPoints: number;
  /** What Vega had to say: data or encodings that it left out. */
  readonly warnings: readonly string[];
}

/** Some of the page's width may stay empty, pt: Vega rounds the width of every panel. */
const SLACK = 6;
/** The width of a panel by which the search begins, as a share of the page. */
const FIRST_GUESS = 0.4;
const LEAST_PANEL = 12;
/** About what axes take beside all panels, pt. */
const USUAL_AXES = 40;
/** While a legend is what is widest, panels grow without the whole: then steps are larger. */
const LEAST_SLOPE = 0.25;
const MOST_TRIES = 5;

/**
 * Draws a specification so that it fills the width of the page. The size that Vega-Lite knows is
 * that of a panel; what axes, headings and legends take beside it is known once it is drawn. So it
 * is drawn again with panels (those that have no width of their own) wider or narrower until the
 * whole fits: the total grows with the panels along a line but for labels, and the secant method
 * needs about two steps.
 *
 * @param widthPoints of the page; null: panels have the widths that the specification gives them.
 */
export async function draw(
  spec: object,
  widthPoints: number | null,
  ruler: TextRuler,
): Promise<Drawing> {
  measureTextWith(ruler);
  if (widthPoints === null) return drawOnce(withTheme(spec));
  let panel = widthPoints * FIRST_GUESS;
  let last = { panel, drawing: await drawOnce(withTheme(spec, panel)) };
  const attempts: Attempt[] = [last];
  while (attempts.length < MOST_TRIES && !fills(last, widthPoints)) {
    panel = nextPanel(attempts, last, widthPoints);
    if (attempts.some((attempt) => attempt.panel === panel)) break;
    last = { panel, drawing: await drawOnce(withTheme(spec, panel)) };
    attempts.push(last);
  }
  const fitting = inOrder(attempts).filter(({ drawing }) => drawing.widthPoints <= widthPoints);
  return (fitting.at(-1) ?? last).drawing;
}

/** A drawing, and how wide its panels were. */
interface Attempt {
  readonly panel: number;
  readonly drawing: Drawing;
}

function fills({ drawing: { widthPoints } }: Attempt, page: number): boolean {
  return widthPoints <= page && widthPoints >= page - SLACK;
}

/** From the narrowest to the widest. */
function inOrder(attempts: readonly Attempt[]): readonly Attempt[] {
  return [...attempts].sort((a, b) => a.drawing.widthPoints - b.drawing.widthPoints);
}

/** Along the line through two attempts: on either side of the page's width, or nearest to it. */
function nextPanel(attempts: readonly Attempt[], last: Attempt, page: number): number {
  const ordered = inOrder(attempts);
  const tooWide = ordered.findIndex(({ drawing }) => drawing.widthPoints > page);
  const upper = tooWide < 0 ? ordered.length - 1 : Math.max(1, tooWide);
  const [a, b] = [ordered[upper - 1], ordered[upper]];
  const { panel, drawing } = a ?? last;
  const slope =
    a === undefined || b === undefined
      ? // So many panels beside each other: the whole grows with each of them.
        Math.max(1, Math.round((drawing.widthPoints - USUAL_AXES) / panel))
      : (b.drawing.widthPoints - drawing.widthPoints) / (b.panel - panel);
  const step = (page - SLACK / 2 - drawing.widthPoints) / Math.max(LEAST_SLOPE, slope);
  return Math.max(LEAST_PANEL, panel + step);
}

/**
 * Vega measures text by a function of its own that all figures share. Every figure is set in the
 * one font of the theme, so that the function is the same for all of them, and stays.
 */
function measureTextWith(ruler: TextRuler): void {
  textMetrics.width = ({ fontSize = 11, fontWeight }, text) =>
    ruler.measure(String(text ?? ''), fontSize, isBold(fontWeight)).advance;
}

export function isBold(weight: string | number | undefined): boolean {
  return weight === 'bold' || Number(weight) >= 600;
}

function withTheme(spec: object, panel?: number): object {
  const own = 'config' in spec ? (spec.config as object) : {};
  const view = panel === undefined ? {} : { continuousWidth: panel, discreteWidth: panel };
  return { ...spec, config: mergeConfig<object>({}, themeConfig, { view }, own) };
}

async function drawOnce(spec: object): Promise<Drawing> {
  const warnings = new Set<string>();
  const logger = collectingLogger(warnings);
  const compiled = compile(spec as TopLevelSpec, { logger });
  const view = new View(parse(compiled.spec), { renderer: 'none', logger });
  const drawn = await view.toSVG();
  view.finalize();
  // A line without gaps needs no dashes, and svg-to-pdfkit cannot draw gaps of no length.
  const svg = drawn.replaceAll(' stroke-dasharray="1,0"', '');
  const [, width, height] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return {
    svg,
    spec,
    widthPoints: Number(width),
    heightPoints: Number(height),
    warnings: [...warnings],
  };
}

function collectingLogger(warnings: Set<string>) {
  const logger = {
    level: () => logger,
    error: (...texts: readonly unknown[]) => collect(texts),
    warn: (...texts: readonly unknown[]) => collect(texts),
    info: () => logger,
    debug: () => logger,
  };
  function collect(texts: readonly unknown[]) {
    warnings.add(texts.map(String).join(' '));
    return logger;
  }
  return logger;
}
