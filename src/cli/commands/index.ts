import type { CommandSpec } from '../command-spec.js';
import { analyze } from './analyze.js';
import { bound } from './bound.js';
import { calibrate } from './calibrate.js';
import { capacity } from './capacity.js';
import { claims } from './claims.js';
import { compare } from './compare.js';
import { completion } from './completion.js';
import { diff } from './diff.js';
import { explain } from './explain.js';
import { exportCommand } from './export.js';
import { figures } from './figures.js';
import { importCommand } from './import.js';
import { list } from './list.js';
import { merge } from './merge.js';
import { newCommand } from './new.js';
import { pareto } from './pareto.js';
import { plan } from './plan.js';
import { preset } from './preset.js';
import { replay } from './replay.js';
import { run } from './run.js';
import { schema } from './schema.js';
import { sweep } from './sweep.js';
import { tornado } from './tornado.js';
import { validate } from './validate.js';

/** Every command, in the order of `sealsim --help`. */
export const COMMANDS: readonly CommandSpec[] = [
  run,
  compare,
  sweep,
  merge,
  figures,
  claims,
  diff,
  explain,
  bound,
  capacity,
  plan,
  tornado,
  analyze,
  pareto,
  validate,
  list,
  preset,
  importCommand,
  exportCommand,
  calibrate,
  replay,
  newCommand,
  schema,
  completion,
];
