import { type Issue, UserError } from '../../errors.js';
import { checkClaims } from '../../experiment/claims/check.js';
import { readClaims } from '../../experiment/claims/read-claims.js';
import type { Claims } from '../../experiment/claims/types.js';
import type { SweepResults } from '../../experiment/results/types.js';
import { nodeFiles } from '../../host/node-files.js';
import { isSameFile } from '../../host/output-file.js';
import { rememberingFiles } from '../../host/remembering.js';
import { type OpenedResults, openResults } from '../../host/sweep-results.js';
import { claimsCsv } from '../../report/claims/claims-csv.js';
import { claimsJson } from '../../report/claims/claims-json.js';
import type { ClaimsReport } from '../../report/claims/claims-report.js';
import { claimsText } from '../../report/claims/claims-text.js';
import { toJson } from '../../report/json.js';
import type { Execute } from '../command-spec.js';
import { EXIT } from '../exit-code.js';
import { type Invocation, optionIssue } from '../invocation.js';
import {
  type ResultFolder,
  resultFolderProblem,
  Stopwatch,
  withResultFolder,
} from '../result-folder.js';
import { collecting } from '../scenario-loader.js';

/** Checks claims against a sweep's results; exits with 1 unless all hold. */
export const execute: Execute = async (invocation, terminal) => {
  const stopwatch = new Stopwatch();
  const { claims, opened, sha256 } = await readRequest(invocation);
  const { results, status } = opened;
  if (status !== 'complete') {
    terminal.err(`${results.folder}: not complete; claims are checked on what is there\n`);
  }
  return withResultFolder(invocation, async (folder) => {
    const report = reportOf(claims, results);
    let written = '';
    if (folder !== null) {
      appendFiles(folder, report);
      const { replications, identity } = results.description;
      const asked = replications.kind === 'fixed' ? replications.count : replications.most;
      written = folder.commit({
        status: 'complete',
        scenarios: [],
        replications: { asked, finished: report.replications[0] },
        inputs: [
          { what: 'claims', name: claims.file, sha256 },
          { what: 'sweep', name: results.folder, sha256: identity },
        ],
        invocation,
        stopwatch,
      });
    }
    terminal.out(invocation.json ? toJson(claimsJson(report)) : claimsText(report));
    if (invocation.json) terminal.err(written);
    else terminal.out(written === '' ? '' : `\n${written}`);
    return report.claims.every(({ verdict }) => verdict === 'holds') ? EXIT.done : EXIT.failed;
  });
};

interface Request {
  readonly claims: Claims;
  /** Of the file of claims. */
  readonly sha256: string;
  readonly opened: OpenedResults;
}

/** @throws UserError with every problem of the options, the results and the claims. */
async function readRequest(invocation: Invocation): Promise<Request> {
  const [file = '', folder = ''] = invocation.args;
  const issues: Issue[] = [...invocation.issues, ...outProblems(invocation, folder)];
  const files = rememberingFiles(nodeFiles());
  const opened = await collecting(issues, openResults(folder));
  const reading = await readClaims(file, files, opened?.results.description ?? null);
  issues.push(...reading.issues);
  const { claims } = reading;
  if (issues.length > 0 || opened === undefined || claims === undefined) {
    throw new UserError(issues);
  }
  return { claims, sha256: files.sha256(await files.readText(file)), opened };
}

function outProblems(invocation: Invocation, folder: string): readonly Issue[] {
  const out = invocation.value('--out');
  if (out === undefined) return [];
  // By force, the sweep's own results would give way.
  if (isSameFile(folder, out)) {
    return [optionIssue('--out', 'another folder than that of the sweep', out)];
  }
  const problem = resultFolderProblem(out, invocation.has('--force'));
  return problem === undefined ? [] : [problem];
}

function reportOf(claims: Claims, results: SweepResults): ClaimsReport {
  const { name, identity, cells } = results.description;
  const finished = cells.map((_, cell) => results.replications(cell));
  const least = finished.reduce((low, count) => Math.min(low, count), Number.POSITIVE_INFINITY);
  const most = finished.reduce((high, count) => Math.max(high, count), 0);
  return {
    name: claims.name,
    sweep: name,
    folder: results.folder,
    identity,
    replications: [least, most],
    claims: checkClaims(claims, results),
  };
}

function appendFiles(folder: ResultFolder, report: ClaimsReport): void {
  folder.append('summary.json', [toJson(claimsJson(report))]);
  folder.append('claims.csv', [claimsCsv(report.claims)]);
}
