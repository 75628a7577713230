import { describe, expect, it } from 'vitest';
import { explainCsv } from '../../../src/report/explain/explain-csv.js';
import { explainJson } from '../../../src/report/explain/explain-json.js';
import { explainTable } from '../../../src/report/explain/explain-table.js';
import { sampleExplanation } from './sample-explanation.js';

describe('the table of an explanation', () => {
  const text = explainTable(sampleExplanation());

  it('goes from one end to the other, the largest effect first', () => {
    const table = text.slice(text.indexOf('on time / received'), text.indexOf('mean latency'));
    expect(table).toMatchInlineSnapshot(`
      "on time / received, %
                    effect                  share  alone   last
      from            62.0    [35.7, 87.4]
        write time   −19.5  [−25.9, −13.1]      –  −29.0  −10.0
        SLA          +17.5   [−14.3, 49.3]      –   +8.0  +27.0
      total           −2.0   [−27.4, 23.4]
      to              60.0    no variation
      the total cannot be told from 0: shares of it would say nothing
      of the total,
        −17.8 [−20.9, −14.6] through how many were processed at all
        +15.7 [−6.5, 38.0] through how many of the processed were on time
      interactions that can be told from 0: these factors do more, or less, together than apart
        +19.0 [6.3, 31.7] write time × SLA

      "
    `);
  });

  it('says what it is of', () => {
    expect(text).toContain('from: as it is\nto:   sla.seconds=90, server.profile=slow\n');
    expect(text).toContain('2 factors, 4 combinations on the same random draws; n = 2');
  });

  it('says of how many replications a metric is that is not defined in all', () => {
    const { metrics, ...report } = sampleExplanation();
    const [attainment, latency] = metrics;
    if (attainment === undefined || latency === undefined) throw new Error('two metrics');
    const rest = explainTable({ ...report, metrics: [attainment, { ...latency, n: 1 }] });
    expect(rest).toContain('\n(n = 1: not defined in all combinations of the others)\n');
    expect(text).not.toContain('not defined');
  });

  it('flags figures of processed requests', () => {
    expect(text).toContain('mean latency, s\n(conditional on survival: ');
    expect(text).not.toContain('received, %\n(conditional');
  });

  it('of a single replication has no intervals, and says how to get them', () => {
    const single = explainTable(sampleExplanation(1));
    expect(single).toContain('n = 1: no intervals (--replications 20 gives them)');
    expect(single).not.toContain('[');
  });
});

describe('the CSV of an explanation', () => {
  it('has every part in a row of its own', () => {
    expect(explainCsv(sampleExplanation(1))).toMatchInlineSnapshot(`
      "metric,unit,part,factor,other_factor,value,value_ci95_low,value_ci95_high,alone,alone_ci95_low,alone_ci95_high,last,last_ci95_low,last_ci95_high,share_of_total,n
      attainment_received,fraction,from,,,0.6,,,,,,,,,,1
      attainment_received,fraction,factor,write-time,,-0.19999999999999998,,,-0.3,,,-0.09999999999999998,,,,1
      attainment_received,fraction,factor,sla,,0.19999999999999998,,,0.09999999999999998,,,0.3,,,,1
      attainment_received,fraction,to,,,0.6,,,,,,,,,,1
      attainment_received,fraction,total,,,0,,,,,,,,,,1
      attainment_received,fraction,interaction,write-time,sla,0.2,,,,,,,,,,1
      attainment_received,fraction,losses,,,-0.17500000000000004,,,,,,,,,,1
      attainment_received,fraction,lateness,,,0.175,,,,,,,,,,1
      latency_mean_s,s,from,,,10,,,,,,,,,,1
      latency_mean_s,s,factor,write-time,,4,,,4,,,4,,,1,1
      latency_mean_s,s,factor,sla,,0,,,0,,,0,,,0,1
      latency_mean_s,s,to,,,14,,,,,,,,,,1
      latency_mean_s,s,total,,,4,,,,,,,,,1,1
      latency_mean_s,s,interaction,write-time,sla,0,,,,,,,,,0,1
      "
    `);
  });
});

describe('the JSON of an explanation', () => {
  it('has the numbers by metric', () => {
    const json = JSON.parse(JSON.stringify(explainJson(sampleExplanation())));
    expect(json).toMatchObject({ scenario: 'sample', replications: 2, combinations: 4 });
    const latency = json.metrics['latencySeconds.mean'];
    expect(latency).toMatchObject({ conditionalOnSurvival: true, mediation: null, n: 2 });
    expect(latency.effects[0]).toMatchObject({
      factor: 'write-time',
      effect: { mean: 4 },
      share: 1,
    });
    expect(json.metrics['sla.attainmentReceived'].mediation.losses.n).toBe(2);
  });
});
