import { type Issue, UserError } from '../../errors.js';
import type { Axis, Workload } from '../types.js';
import type { OutputTokens } from './types.js';

/** Which axis counts output tokens. */
export function outputAxis({
  rows,
  columns,
}: Pick<Workload, 'rows' | 'columns'>): 'rows' | 'columns' {
  const isOutput = ({ label }: Axis): boolean => /output|response|decode/i.test(label);
  return isOutput(rows) && !isOutput(columns) ? 'rows' : 'columns';
}

/**
 * Output tokens of a request in each bucket along the axis that counts them. Mélange measures a
 * bucket at its upper end; the middle of the ends is closer to what its requests have on average.
 * @throws UserError if the axis has no edges.
 */
export function outputTokensOf(workload: Workload, rule: OutputTokens): readonly number[] {
  const axis = outputAxis(workload);
  const { edges, label } = workload[axis];
  if (edges === null) throw new UserError([noEdges(axis, label)]);
  const tokens = edges.slice(1).map((upper, at) => {
    const lower = edges[at] ?? upper;
    return rule === 'upper' ? upper : (lower + upper) / 2;
  });
  if (tokens.every((count) => count > 0 && Number.isFinite(count))) return tokens;
  throw new UserError([unfitEdges(axis, edges)]);
}

function noEdges(axis: string, label: string): Issue {
  return {
    source: { kind: 'option', option: '--verify' },
    path: `workload.axes.${axis}.edges`,
    expected: 'the ends of the buckets, in output tokens: an SLO per token needs them',
    got: `only names for the ${label}`,
  };
}

function unfitEdges(axis: string, edges: readonly number[]): Issue {
  return {
    source: { kind: 'option', option: '--verify' },
    path: `workload.axes.${axis}.edges`,
    expected: 'finite numbers of output tokens, more than 0 in every bucket',
    got: JSON.stringify(edges),
  };
}
