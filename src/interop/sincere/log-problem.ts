import type { Issue } from '../../errors.js';
import type { TextEnd } from '../text-lines.js';
import type { LogReader } from './log-reader.js';

/** Why a log that was read to its end cannot be used; null when it can. */
export function logProblem(reader: LogReader, end: TextEnd, file: string): Issue | null {
  return (
    damage(end, file) ??
    missingPart(reader, end, file) ??
    wrongSwitches(reader, file) ??
    wrongTotals(reader, file)
  );
}

/** A problem at the beginning of a line of a log. */
export function issueAt(file: string, line: number, expected: string, got: string): Issue {
  const source = { kind: 'file', file, line: Math.max(1, line), column: 1 } as const;
  return { source, path: '', expected, got };
}

/** What shows that the file is not the text that was written. */
function damage({ lines, isTooLong, brokenLine }: TextEnd, file: string): Issue | null {
  if (brokenLine !== null) return issueAt(file, brokenLine, 'text in UTF-8', 'bytes that are not');
  if (isTooLong) return issueAt(file, lines + 1, 'lines of text', 'a line without end');
  return null;
}

/** What every whole log has: without its own figures nothing can be checked. */
function missingPart(reader: LogReader, end: TextEnd, file: string): Issue | null {
  const missing = (expected: string, got: string) => issueAt(file, end.lines, expected, got);
  if (reader.requests.length === 0) {
    return missing('the log of an experiment', 'no request in it');
  }
  if (!end.isComplete) return missing('a whole last line', 'a log that was cut off');
  const { endAt, totalSeconds, inferenceSeconds } = reader.printed;
  if (Number.isNaN(endAt)) {
    const seconds = (reader.lastAt - reader.requests.earliest()) / 1000;
    return missing('the line END', `a log that stops after ${seconds.toFixed(1)} s`);
  }
  if (Number.isNaN(totalSeconds)) return missing('a line Total time', 'none that can be read');
  if (Number.isNaN(inferenceSeconds)) {
    return missing('a line Total inference time', 'none that can be read');
  }
  return null;
}

/** Each swap is counted when it ends: the first count that is not ours is behind the damage. */
function wrongSwitches({ wrongCount }: LogReader, file: string): Issue | null {
  if (wrongCount === null) return null;
  const { line, printed, read } = wrongCount;
  return issueAt(file, line, `${printed} switches above, as the log counts`, `${read}`);
}

/** Inference times are printed with four decimals, each. */
const ROUNDING_PER_BATCH = 1e-4;
/** The percentage is printed with two decimals. */
const PERCENT_ROUNDING = 0.006;

function wrongTotals({ printed, batches, totalsLine }: LogReader, file: string): Issue | null {
  const { inferenceSeconds, inferencePercent, totalSeconds } = printed;
  const { seconds, count } = batches.inferenceBefore(printed.endAt);
  if (Math.abs(seconds - inferenceSeconds) > 1e-3 + ROUNDING_PER_BATCH * count) {
    const expected = `${inferenceSeconds} s of inference above, as the log sums up`;
    return issueAt(file, totalsLine, expected, `${seconds.toFixed(4)} s in ${count} batches`);
  }
  const percent = (100 * inferenceSeconds) / totalSeconds;
  if (Math.abs(percent - inferencePercent) > PERCENT_ROUNDING) {
    const expected = `${inferencePercent} % inference, as the log says`;
    return issueAt(file, totalsLine, expected, `${percent.toFixed(2)} % by its total time`);
  }
  return null;
}
