import { describe, expect, it } from 'vitest';
import { paretoText } from '../../../src/report/pareto/pareto-text.js';
import { madeUpRun, statistic } from '../../analysis/pareto/made-up-runs.js';
import { reportOf } from './made-up-report.js';

const { throughput: RATES, latencies: NO_LATENCIES } = madeUpRun({ tpotSeconds: null });
const load = { concurrency: 1, requestsPerSecond: null, inputTokens: 1000, outputTokens: 500 };

describe('the table of a scenario', () => {
  it('says how long requests were where that is not what was asked for', () => {
    const text = paretoText(
      reportOf([
        madeUpRun({ load, inputTokens: statistic(999), outputTokens: statistic(267.4) }),
        madeUpRun({ load, inputTokens: statistic(998), outputTokens: statistic(270) }),
      ]),
    );
    expect(text).toContain('ISL 1000, OSL 500\n');
    expect(text).toContain('  OSL as asked for; mean length of answers by run: 267–270\n');
    expect(text).not.toContain('prompts');
  });

  it('says nothing of lengths that were kept, or that nobody measured', () => {
    const text = paretoText(reportOf([madeUpRun({ load, outputTokens: statistic(500.3) })]));
    expect(text).not.toContain('asked for');
  });

  it('names a metric that does have the runs which an axis lacks', () => {
    const simulated = madeUpRun({
      load: { ...load, concurrency: null, requestsPerSecond: 4 },
      tpotSeconds: null,
      throughput: { ...RATES, requestsPerSecond: 4, outputTokensPerSecond: 400 },
      latencies: { ...NO_LATENCIES, e2e: statistic(2) },
    });
    const unknown = madeUpRun({ serving: [] });
    const text = paretoText(reportOf([simulated, unknown]));
    expect(text).toContain(
      'No output tokens/s per user in 1 run: not on the front; ' +
        '--x outputTokensPerSecondPerConcurrency has it\n',
    );
    expect(text).toContain(
      'No output tokens/s per GPU in 1 run: not on the front; --y outputTokensPerSecond has it\n',
    );
    const neither = madeUpRun({ load: { ...load, concurrency: null }, tpotSeconds: null });
    expect(paretoText(reportOf([simulated, neither]))).toContain(
      'No output tokens/s per user in 2 runs: not on the front\n',
    );
  });
});
