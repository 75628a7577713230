import type { BrokenInput } from './broken-input.js';

/** Broken inputs: traces. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'missing trace',
    changes: { arrivals: '{ process: trace, file: t.csv }' },
    lines: [
      's.yaml:3:35 arrivals.file: expected a .csv or .csv.gz file, got "t.csv", which does not exist',
    ],
  },
  {
    name: 'trace without rows',
    changes: { arrivals: '{ process: trace, file: t.csv }' },
    files: { 't.csv': 't_s,model\n' },
    lines: ['t.csv:2:1: expected at least one request, got none'],
  },
  {
    name: 'empty trace',
    changes: { arrivals: '{ process: trace, file: t.csv }' },
    files: { 't.csv': '' },
    lines: ['t.csv:1:1: expected a header line that names the columns, got an empty file'],
  },
  {
    name: 'unsorted trace',
    changes: { arrivals: '{ process: trace, file: t.csv }' },
    files: { 't.csv': 't_s,model\n2,alpha\n1,alpha\n' },
    lines: ['t.csv:3:1 t_s: expected t_s ≥ 2 (the row before), got 1'],
  },
  {
    name: 'trace with bad cells',
    changes: { arrivals: '{ process: trace, file: t.csv }' },
    files: { 't.csv': 't_s,model\nnow,alpha\n-1,alpha\n3,gama\n4\n' },
    lines: [
      't.csv:2:1 t_s: expected seconds since the start of the trace, a number ≥ 0, got "now"',
      't.csv:3:1 t_s: expected seconds since the start of the trace, a number ≥ 0, got "-1"',
      't.csv:4:3 model: expected one of the models alpha, beta, got "gama"',
      't.csv:5:1 model: expected one of the models alpha, beta, got nothing',
    ],
  },
  {
    name: 'trace with other columns',
    changes: { arrivals: '{ process: trace, file: t.csv }' },
    files: { 't.csv': 't_ms,model\n2,alpha\n' },
    lines: [
      't.csv:1:1 t_s: expected a column named t_s, got columns "t_ms", "model" (t_ms is not in seconds: convert it)',
    ],
  },
  {
    name: 'trace without the model column asked for',
    changes: { arrivals: '{ process: trace, file: t.csv, columns: { model: llm } }' },
    files: { 't.csv': 't_s\n2\n' },
    lines: ['t.csv:1:1 llm: expected a column named llm, got columns "t_s"'],
  },
  {
    name: 'trace that names models beside a mix of its own',
    changes: {
      arrivals: '{ process: superposition, of: [{ process: trace, file: t.csv, model: alpha }] }',
    },
    files: { 't.csv': 't_s,model\n2,alpha\n' },
    lines: [
      's.yaml:3:80 arrivals.of.0.model: expected no model where the trace names the models, got model (columns: { model: null } leaves them alone)',
    ],
  },
];
