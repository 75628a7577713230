import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Issue, UserError } from '../../errors.js';
import { isSameFile } from '../../host/output-file.js';
import { SweepFolder } from '../../host/sweep-folder.js';
import { sweepFolderProblem } from '../../host/sweep-folder-problem.js';
import { type OpenedResults, openResults } from '../../host/sweep-results.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { interruptible } from '../interruptible.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { Stopwatch } from '../result-folder.js';
import { collecting } from '../scenario-loader.js';
import { finishSweep } from '../sweep/finish-sweep.js';
import { joinResults } from '../sweep/join-results.js';

/** Joins folders that hold parts of one sweep into the folder that one run would have written. */
export const execute: Execute = (invocation, terminal) =>
  interruptible(terminal, async (check) => {
    const stopwatch = new Stopwatch();
    const issues: Issue[] = [...invocation.issues, ...outProblems(invocation)];
    const opened: OpenedResults[] = [];
    for (const path of invocation.args) {
      const results = await collecting(issues, openResults(path));
      if (results !== undefined) opened.push(results);
      await nextTurn();
      check();
    }
    const [first] = opened;
    if (first === undefined || opened.length < invocation.args.length) throw new UserError(issues);
    const joined = joinResults(first.results.description, opened, issues);
    if (issues.length > 0) throw new UserError(issues);
    const options = { resume: false, force: invocation.has('--force'), shard: null };
    const out = invocation.value('--out') ?? '';
    const folder = await SweepFolder.open(out, first.results.description, options);
    try {
      for (const { part, block } of joined) folder.append(part.blocks.resultOf(block));
      const parts = opened.map(({ results, manifest }) => ({ folder: results.folder, manifest }));
      await finishSweep(folder, { invocation, stopwatch, shard: null, parts }, terminal);
    } finally {
      folder.close();
    }
    return EXIT.done;
  });

function outProblems(invocation: Invocation): readonly Issue[] {
  const out = invocation.value('--out');
  if (out === undefined)
    return [optionIssue('--out', 'a folder for the joined results', 'nothing')];
  // By force, a part would be gone before it is read.
  if (invocation.args.some((part) => isSameFile(part, out))) {
    return [optionIssue('--out', 'another folder than those of the parts', out)];
  }
  const problem = sweepFolderProblem(out, { resume: false, force: invocation.has('--force') });
  return problem === undefined ? [] : [problem];
}
