import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';

const at = useTemporaryFolder();

/** Two buckets; the slow type cannot serve the second fast enough even alone (10 s for 100 tokens). */
const PLAN = `name: two-types
workload:
  rate: 2
  axes:
    rows: { label: input tokens, edges: [0, 100] }
    columns: { label: output tokens, edges: [0, 10, 100] }
  shares: [[0.75, 0.25]]
gpus:
  slow: { costPerHour: 1, throughput: [[8, 0.05]], cc: { throughputFactor: 0.9 } }
  fast: { costPerHour: 3, throughput: [[20, 4]], cc: { throughputFactor: 0.9 } }
`;
const FEW = ['--replications', '2', '--share', '0.9', '--slo-ms', '100'];

beforeAll(() => writeFileSync(at('plan.yaml'), PLAN));

async function planned(...options: readonly string[]) {
  const outcome = await sealsim('plan', at('plan.yaml'), '--json', ...options);
  return { ...outcome, json: JSON.parse(outcome.out) };
}

describe('plan --verify', () => {
  it('judges the planned fleet, and says so by its exit code', async () => {
    const { json, code } = await planned('--verify', '--tee', 'off', ...FEW);
    const { off } = json.verification;
    expect(off).toMatchObject({ router: 'weighted-random', sloMsPerToken: 100, replications: 2 });
    expect(off.plan.counts).toEqual(json.counts);
    expect(off.plan.cost).toBe(json.cost);
    const { mean, ci95 } = off.plan.attainment;
    expect(off.plan.meets).toBe((ci95?.[0] ?? mean) >= 0.9);
    expect(off.untilMet).toBeNull();
    expect(code).toBe(off.isMet ? 0 : 1);
    const requests = off.plan.buckets.reduce((sum: number, { requests }: { requests: number }) => {
      return sum + requests;
    }, 0);
    expect(requests).toBe(off.plan.requests);
  });

  it('fails where the SLO cannot be met', async () => {
    const { code, json } = await planned('--until-met', '--tee', 'off', '--slo-ms', '0.01');
    expect(code).toBe(1);
    const { untilMet } = json.verification.off;
    expect(untilMet.cheapest).toBeNull();
    expect(untilMet.searches[0].notMet.reason).toBe('never');
  });

  it('says which type is too slow for what', async () => {
    const { out } = await sealsim('plan', at('plan.yaml'), '--verify', '--tee', 'off', ...FEW);
    expect(out).toContain('slow: input tokens 0–100, output tokens 10–100 (200 ms per token)');
  });

  it('does nothing of it unless asked', async () => {
    const { json } = await planned('--tee', 'off');
    expect(json).not.toHaveProperty('verification');
  });
});

describe('plan --until-met', () => {
  it('finds a fleet in each TEE mode, and writes every fleet it tried', async () => {
    const options = ['--until-met', ...FEW, '--router', 'least-work'];
    const { code, json } = await planned(...options, '--out', at('out'));
    expect(code).toBe(0);
    for (const mode of ['off', 'cc']) {
      const { untilMet, isMet } = json.verification[mode];
      expect(isMet).toBe(true);
      const { cheapest, bestSingleType } = untilMet;
      const { mean, ci95 } = cheapest.attainment;
      expect(ci95?.[0] ?? mean).toBeGreaterThanOrEqual(0.9);
      expect(cheapest.cost).toBeLessThanOrEqual(bestSingleType.cost);
    }
    expect(readdirSync(at('out'))).toContain('verification.csv');
    const [head, ...rows] = readFileSync(at('out', 'verification.csv'), 'utf8').trim().split('\n');
    expect(head).toMatch(/^tee,search,step,action,slow,fast,cost_per_hour,attainment,/);
    const steps = ['off', 'cc'].flatMap((mode) =>
      json.verification[mode].untilMet.searches.flatMap(
        (search: { steps: object[] }) => search.steps,
      ),
    );
    expect(rows).toHaveLength(steps.length + 2);
    const { verification } = JSON.parse(readFileSync(at('out', 'summary.json'), 'utf8'));
    expect(verification).toEqual(json.verification);
  });
});

describe('Mélange’s Arena workload at 4 requests/s, 120 ms per token for 99 %', () => {
  it('is met by a mix that costs less than either type alone (docs/validation.md)', async () => {
    const file = 'scenarios/plans/melange-arena.yaml';
    const { out } = await sealsim('plan', file, '--until-met', '--router', 'least-work', '--json');
    const { cheapest, bestSingleType } = JSON.parse(out).verification.off.untilMet;
    expect(cheapest.attainment.ci95[0]).toBeGreaterThanOrEqual(0.99);
    expect([cheapest.counts, cheapest.cost]).toEqual([{ A10G: 1, A100: 1 }, 4.68]);
    expect([bestSingleType.counts, bestSingleType.cost]).toEqual([{ A10G: 5, A100: 0 }, 5.05]);
  });
});

describe('bad input', () => {
  it('is told all at once', async () => {
    const options = [
      '--slo-ms',
      '0',
      '--share',
      '1',
      '--router',
      'least-wrk',
      '--replications',
      '1',
    ];
    const more = ['--output-tokens', 'lower', '--budget', '3'];
    const { code, out, err } = await sealsim(
      'plan',
      at('plan.yaml'),
      '--until-met',
      ...options,
      ...more,
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/--slo-ms: expected milliseconds/);
    expect(err).toMatch(/--share: expected a share/);
    expect(err).toMatch(/--router: expected one of .*did you mean "least-work"/);
    expect(err).toMatch(/--replications: expected a whole number from 2/);
    expect(err).toMatch(/--output-tokens: expected upper/);
    expect(err).toMatch(/--until-met: expected a plan without a budget/);
  });

  it('is a plan of which a run would take hours, as of a throughput next to nothing', async () => {
    const { code, err } = await sealsim(
      ...['plan', 'scenarios/plans/cc-premium.yaml', '--verify'],
      ...['--set', 'gpus.A10G.throughput.0.0=1e-7'],
    );
    expect(code).toBe(2);
    expect(err).toMatch(
      /--verify: expected at most 1e8 requests in a run, got 18700000000 requests/,
    );
  });

  it('is a plan whose requests have no one length', async () => {
    const file = 'scenarios/plans/melange-arena.yaml';
    const { code, err } = await sealsim('plan', file, '--orientation', 'as-printed', '--verify');
    expect(code).toBe(2);
    expect(err).toMatch(/--verify: expected a plan on matching axes/);
  });

  it('is an option of a simulation that is not asked for', async () => {
    const { code, err } = await sealsim(
      'plan',
      at('plan.yaml'),
      '--router',
      'least-work',
      '--seed',
      '3',
    );
    expect(code).toBe(2);
    expect(err.match(/expected --verify or --until-met with it/g)).toHaveLength(2);
  });

  it('is a plan that does not say how many tokens are put out', async () => {
    const melange = {
      gpu_info: { A: { cost: 1, tputs: [[5, 1]] } },
      workload_distribution: [[0.5, 0.5]],
      total_request_rate: 1,
      slice_factor: 1,
    };
    writeFileSync(at('melange.json'), JSON.stringify(melange));
    const { code, err } = await sealsim('plan', at('melange.json'), '--verify');
    expect(code).toBe(2);
    expect(err).toMatch(
      /--verify workload\.axes\.columns\.edges: expected the ends of the buckets/,
    );
  });
});
