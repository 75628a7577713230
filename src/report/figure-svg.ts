import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/**
 * Draws a Vega-Lite specification whose data stand in it, as SVG. Large libraries: import this
 * module only when a figure is wanted.
 */
export async function figureSvg(specification: object): Promise<string> {
  const { spec } = compile(specification as TopLevelSpec);
  const view = new View(parse(spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}
