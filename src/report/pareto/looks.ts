import type { ComparedScenario, ParetoSeries } from '../../analysis/pareto/compare.js';
import { compareConfigurations } from '../../analysis/pareto/configuration.js';
import { compareText } from '../../analysis/pareto/scenarios.js';
import { INK, SERIES_LOOKS } from '../figures/theme.js';
import { type Distinctions, distinctionsOf, MODE_LABELS, seriesName } from './report.js';

/** How the lines and points of one configuration look. */
export interface ParetoLook {
  /** What the legend calls it. */
  readonly label: string;
  readonly colour: string;
  /** Of text: the colour, but as dark as text has to be. */
  readonly ink: string;
  /** Hollow points: CC on. */
  readonly fill: string;
  readonly shape: string;
  /** Of points, pt². Small: simulated. */
  readonly size: number;
  /** Lengths of strokes and gaps of lines, pt. */
  readonly dash: readonly number[];
}

/** The looks of all lines of a figure. */
export interface ParetoLooks {
  /** In the order of the legend. */
  readonly all: readonly ParetoLook[];
  /** Positions in it at which another family begins. */
  readonly familyStarts: readonly number[];
  readonly distinctions: Distinctions;
  /** Whether colours say the family: otherwise each configuration has its own. */
  readonly byFamily: boolean;
  /** Configurations that look like another, as there are more than can be told apart. */
  readonly alike: number;
}

const HOLLOW = 'white';
const SIZES = { measured: 30, simulated: 13 } as const;
/** By origin, then by mode: off (or not said), and on. */
const DASHES = {
  measured: { off: [1, 0], cc: [5, 2] },
  simulated: { off: [1.5, 1.5], cc: [5, 1.5, 1, 1.5] },
} as const;

/** A colour and a shape, by position in the theme's series. */
interface Pair {
  readonly colour: number;
  readonly shape: number;
}

/**
 * Colours and shapes for every line of some scenarios. Up to eight configurations have a colour and
 * a shape each. Of more the colour says how a replica is cut (`TP4`, `P/D`) and the shape which of
 * that kind it is: eight colours told apart at once are the most that the theme has, and a reader
 * compares first the kinds, then the numbers of replicas within one. Mode and origin are told by
 * fill, size and dash, so that CC on and off of a configuration have one colour.
 */
export function looksOf(scenarios: readonly Pick<ComparedScenario, 'series'>[]): ParetoLooks {
  const series = scenarios.flatMap((each) => each.series);
  const distinctions = distinctionsOf(series);
  const configurations = configurationsOf(series);
  const byFamily = configurations.length > SERIES_LOOKS.length;
  const { pairs, alike } = byFamily ? pairsByFamily(configurations) : pairsInOrder(configurations);
  const all = new Map<string, ParetoLook>();
  const families: string[] = [];
  for (const each of [...series].sort(compareLines)) {
    const label = seriesName(each, distinctions);
    const pair = pairs.get(configurationKey(each));
    if (pair === undefined || all.has(label)) continue;
    all.set(label, lookOf(label, pair, each));
    families.push(each.configuration.family);
  }
  const familyStarts = families.flatMap((name, at) => (name === families[at - 1] ? [] : [at]));
  return { all: [...all.values()], familyStarts, distinctions, byFamily, alike };
}

/** Each configuration once, whatever its mode, origin and scenario. */
function configurationsOf(series: readonly ParetoSeries[]): readonly ParetoSeries[] {
  const found = new Map(series.map((each) => [configurationKey(each), each]));
  return [...found.values()].sort(compareLines);
}

function configurationKey({ configuration, directory }: ParetoSeries): string {
  return JSON.stringify([configuration.name, directory]);
}

function compareLines(a: ParetoSeries, b: ParetoSeries): number {
  return (
    compareConfigurations(a.configuration, b.configuration) || compareText(a.directory, b.directory)
  );
}

function pairsInOrder(configurations: readonly ParetoSeries[]): {
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly alike: number;
} {
  const pairs = configurations.map(
    (each, at) => [configurationKey(each), { colour: at, shape: at }] as const,
  );
  return { pairs: new Map(pairs), alike: 0 };
}

/** Families that have more members than there are shapes go on with a colour that is free. */
function pairsByFamily(configurations: readonly ParetoSeries[]): {
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly alike: number;
} {
  const looks = SERIES_LOOKS.length;
  const families = [...new Set(configurations.map(({ configuration }) => configuration.family))];
  const pairs = new Map<string, Pair>();
  const used = new Set<number>();
  let alike = 0;
  for (const [family, name] of families.entries()) {
    const members = configurations.filter(({ configuration }) => configuration.family === name);
    for (const [at, member] of members.entries()) {
      const wanted = (family * looks + at) % (looks * looks);
      const tries = Array.from(
        { length: looks * looks },
        (_, more) => (wanted + more) % looks ** 2,
      );
      const isOwn = at < looks && !used.has(wanted);
      const inFreeColour = tries.find((each) => !used.has(each) && each / looks >= families.length);
      const free = isOwn ? wanted : (inFreeColour ?? tries.find((each) => !used.has(each)));
      if (free === undefined) alike += 1;
      const slot = free ?? wanted;
      used.add(slot);
      pairs.set(configurationKey(member), {
        colour: Math.floor(slot / looks),
        shape: slot % looks,
      });
    }
  }
  return { pairs, alike };
}

function lookOf(label: string, { colour, shape }: Pair, series: ParetoSeries): ParetoLook {
  const { teeMode, origin } = series;
  const tint = SERIES_LOOKS[colour]?.colour ?? '';
  return {
    label,
    colour: tint,
    ink: mixed(tint, INK),
    fill: teeMode === 'cc' ? HOLLOW : tint,
    shape: SERIES_LOOKS[shape]?.shape ?? '',
    size: SIZES[origin],
    dash: DASHES[origin][teeMode === 'cc' ? 'cc' : 'off'],
  };
}

/** Two colours (`#rrggbb`) half and half. */
function mixed(a: string, b: string): string {
  const channel = (colour: string, at: number): number =>
    Number.parseInt(colour.slice(at, at + 2), 16);
  const halves = [1, 3, 5].map((at) => Math.round((channel(a, at) + channel(b, at)) / 2));
  return `#${halves.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** What fill, size and dash say, for the caption; nothing where there is nothing to tell apart. */
export function looksSentence({ distinctions, byFamily, alike }: ParetoLooks): string {
  const { modes, origins } = distinctions;
  const parts = [
    byFamily ? 'Colour: how a replica is cut; shape: which configuration of that cut.' : '',
    modes ? `Hollow points and dashed lines: ${MODE_LABELS.cc}; filled: ${MODE_LABELS.off}.` : '',
    origins ? 'Small points and dotted lines: simulated; large: measured.' : '',
    alike > 0 ? `${alike} configurations look like another: there are too many to tell apart.` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
