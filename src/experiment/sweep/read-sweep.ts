import type { Issue } from '../../errors.js';
import { Problems } from '../../scenario/issues/problems.js';
import { describeTree, quoted } from '../../scenario/issues/values.js';
import type { FilePort } from '../../scenario/ports.js';
import { readFields, silentKeys } from '../../scenario/read-fields.js';
import { baseName } from '../../scenario/text/base-name.js';
import { readExisting } from '../../scenario/text/read-existing.js';
import { readYamlFile, type TextDocument } from '../../scenario/text/read-yaml.js';
import { type Grid, gridColumns, readGrid } from './cells.js';
import { setsNoColumn } from './check-columns.js';
import { report, type SweepContext } from './context.js';
import { looksLikeSweep } from './looks-like-sweep.js';
import { MetricReader } from './metric-reader.js';
import { readOverrides, withOverrides } from './overrides.js';
import { readAxes } from './read-axes.js';
import { readKeep } from './read-keep.js';
import { readPairing, readRanking, readReplications } from './read-plan.js';
import { OF_ALL_CELLS, readSettings } from './read-settings.js';
import { outlineSchema } from './schema.js';
import type { ReplicationPlan, Sweep, SweepCell } from './types.js';

/** What came of reading a sweep file. */
export interface SweepReading {
  /**
   * What could be made of the parts that are right, so that the scenarios of the cells can be
   * checked all the same; undefined if it is not known which scenarios those are.
   */
  readonly sweep: Sweep | undefined;
  /** Everything that is wrong with the file itself. */
  readonly issues: readonly Issue[];
}

/** Stands where the file's own plan is wrong: its scenarios are checked, nothing is simulated. */
const ONCE: ReplicationPlan = { kind: 'fixed', count: 1 };

/**
 * Reads a sweep file and expands it to cells. The scenarios of the cells are still to be loaded,
 * and the models that metrics name to be looked for in them: `unknownModels`.
 */
export async function readSweep(file: string, files: FilePort): Promise<SweepReading> {
  const problems = new Problems();
  const text = await problems.collect(() => readExisting(file, 'a sweep file', files));
  const document = text === undefined ? undefined : readYamlFile(text, file, problems);
  const sweep = document && (await readDocument(file, document, files, problems));
  return { sweep, issues: problems.sorted() };
}

async function readDocument(
  file: string,
  text: TextDocument,
  files: FilePort,
  problems: Problems,
): Promise<Sweep | undefined> {
  const document = text.root;
  const context: SweepContext = { document, problems };
  if (document.kind !== 'mapping') {
    if (document.kind !== 'broken') {
      report(context, [], { expected: 'a sweep: a mapping', got: describeTree(document) });
    }
    return undefined;
  }
  const reading = { document, at: [], silent: silentKeys(text) };
  const fields = readFields(outlineSchema, reading, problems);
  const scenario = fields.scenario?.value;
  const scenarioFile = scenario && (await findScenario(scenario, file, files, context));
  const { grid, cells, ownPaths } = readCells(context);
  const metrics = new MetricReader(context);
  const paths = metrics.readAll(fields.metrics);
  const replications = text.complete
    ? readReplications(fields.replications?.value, metrics, context)
    : ONCE;
  const rest = {
    replications: replications ?? ONCE,
    pairing: readPairing(grid, metrics, context),
    ranking: readRanking(grid, metrics, context),
    metrics: paths,
    modelReferences: metrics.references,
    keep: readKeep(grid, context),
  };
  const { set, axes, exclude, overrides } = fields;
  const shaped = set && axes && exclude && overrides && text.complete;
  if (!(scenarioFile && grid && cells && shaped)) return undefined;
  const name = fields.name?.value ?? baseName(file);
  return { name, file, scenarioFile, columns: grid.columns, cells, ownPaths, ...rest };
}

/** Where the base scenario lies; undefined, and reported, if there is none. */
async function findScenario(
  scenario: string,
  file: string,
  files: FilePort,
  context: SweepContext,
): Promise<string | undefined> {
  const path = files.resolve(file, scenario);
  const found = await files.exists(path);
  const text =
    found === 'file' ? await context.problems.collect(() => files.readText(path)) : undefined;
  if (text !== undefined && !looksLikeSweep(text)) return path;
  // That a file cannot be read is reported.
  if (text === undefined && found === 'file') return undefined;
  const what = { file: 'a sweep', folder: 'a folder', missing: 'which does not exist' }[found];
  const got = `${quoted(scenario)}, ${what}`;
  report(context, ['scenario'], { expected: 'the path of a scenario file', got });
  return undefined;
}

/** The cells as the file describes them, or as much as is right of it. */
interface Cells {
  /** Undefined if it is not known which cells there are. */
  readonly grid: Grid | undefined;
  /** Undefined if it is not known what they are set to. */
  readonly cells: readonly SweepCell[] | undefined;
  /** What axes and overrides set. */
  readonly ownPaths: readonly string[];
}

function readCells(context: SweepContext): Cells {
  const set = readSettings(['set'], OF_ALL_CELLS, context);
  const axes = readAxes(context);
  if (axes === undefined) return { grid: undefined, cells: undefined, ownPaths: [] };
  const columns = gridColumns(axes);
  // What is set for all cells may be changed in part from cell to cell.
  const isAround = (path: string, column: string): boolean => column.startsWith(`${path}.`);
  const apart = setsNoColumn(set?.claims ?? [], columns, isAround, context);
  const grid = readGrid(axes, set?.settings ?? [], context);
  const overrides = readOverrides(columns, grid?.cells, context);
  const right = set && apart && grid && overrides;
  const claims = [...columns, ...(overrides ?? [])].flatMap((each) => each.claims);
  const ownPaths = [...new Set(claims.map(({ path }) => path))];
  return { grid, cells: right ? withOverrides(grid.cells, overrides) : undefined, ownPaths };
}
