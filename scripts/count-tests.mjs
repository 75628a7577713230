/** Prints "passed failed" from a vitest JSON report: failed files that hold no test count as one. */
import { readFileSync } from 'node:fs';

const [, , file = ''] = process.argv;
const report = JSON.parse(readFileSync(file, 'utf8'));
const unloaded = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
).length;
console.log(report.numPassedTests, report.numFailedTests + unloaded);
