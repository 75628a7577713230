import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../../src/errors.js';
import { checkTree } from '../../../src/interop/experiment-tree/check.js';
import { labelsOf } from '../../../src/interop/experiment-tree/labels.js';
import { isPowerName, powerFilesOf } from '../../../src/interop/experiment-tree/power-names.js';

const HERE = 'ko/throughput_latency/llama_8b';

describe('labels of a file in a tree of experiments', () => {
  it('are the names of its folders, and the number of its repetition', () => {
    expect(labelsOf(`${HERE}/tee_on/run_repetition_3.json`)).toEqual({
      experiment: 'throughput_latency',
      condition: 'llama_8b',
      teeMode: 'cc',
      repetition: 3,
    });
    expect(labelsOf(`/data/${HERE}/tee_off/x_repetition_010_vllm.json`)).toMatchObject({
      teeMode: 'off',
      repetition: 10,
    });
  });

  it('are the same with the separators of Windows', () => {
    expect(labelsOf('D:\\ko\\sat\\gemma_7b\\tee_on\\repetition_0.json')).toEqual(
      labelsOf('/ko/sat/gemma_7b/tee_on/repetition_0.json'),
    );
  });

  it('are unknown where the path does not go up so far, or the name has no number', () => {
    expect(labelsOf('./tee_on/result.json')).toEqual({
      experiment: null,
      condition: null,
      teeMode: 'cc',
      repetition: null,
    });
    expect(labelsOf('../llama_8b/tee_on/repetition_1.json')).toMatchObject({
      experiment: null,
      condition: 'llama_8b',
    });
  });

  it.each(['a/b/tee_maybe/repetition_1.json', 'tee_on/a/repetition_1.json', 'tee_on.json', ''])(
    '%j is in no such tree',
    (path) => expect(labelsOf(path)).toBeNull(),
  );
});

describe('files of power', () => {
  const both = ['r_repetition_1_power_metrics_GPU.csv', 'r_repetition_1_power_metrics_CPU.csv'];

  it.each([
    [['r_repetition_1_power_metrics.csv'], 'r_repetition_1_power_metrics.csv', null],
    [both, both[0], both[1]],
    [['r_repetition_1_GPU_power_metrics.csv'], 'r_repetition_1_GPU_power_metrics.csv', null],
    [['r_repetition_1_cpu_power_metrics.csv'], null, 'r_repetition_1_cpu_power_metrics.csv'],
    [['r_repetition_1_power_metrics.csv.gz'], 'r_repetition_1_power_metrics.csv.gz', null],
    [['r_repetition_10_power_metrics.csv', 'other.csv'], null, null],
  ])('of %j the GPUs have %j, the CPUs %j', (names, gpu, cpu) => {
    expect(powerFilesOf('r_repetition_1.json', names)).toEqual({ gpu, cpu });
  });

  it('are told by their names', () => {
    expect(both.every(isPowerName)).toBe(true);
    expect(isPowerName('power_metrics.json')).toBe(false);
    expect(isPowerName('requests.csv')).toBe(false);
  });
});

/** Results and power of some repetitions in a folder. */
function repetitions(folder: string, numbers: readonly number[]): string[] {
  return numbers.flatMap((number) => {
    const stem = `${folder}/run_repetition_${number}`;
    return [`${stem}.json`, `${stem}_power_metrics.csv`];
  });
}

describe('a tree of experiments', () => {
  const whole = [
    ...repetitions(`${HERE}/tee_on`, [1, 2, 3]),
    ...repetitions(`${HERE}/tee_off`, [1, 2, 3]),
  ];

  it('that is whole has nothing wrong; files elsewhere are left alone', () => {
    const files = [...whole, 'ko/notes.json', `${HERE}/tee_on/config.json`, 'x_power_metrics.csv'];
    expect(checkTree(files)).toEqual({ issues: [], warnings: [] });
  });

  it('names every result without power and every power without a result', () => {
    const files = whole.filter((file) => !/tee_on.*_2_power|tee_off.*_3\.json/.test(file));
    expect(checkTree(files).issues.map(formatIssue)).toEqual([
      `${HERE}/tee_on/run_repetition_2.json:1:1: expected run_repetition_2_power_metrics.csv beside it, got none`,
      `${HERE}/tee_off/run_repetition_3_power_metrics.csv:1:1: expected run_repetition_3.json beside it, got none`,
    ]);
  });

  it('finds the partner by name, though the counts agree', () => {
    const files = whole.map((file) => file.replace('_2_power', '_4_power'));
    expect(checkTree(files).issues).toHaveLength(4);
  });

  it('in which power was not measured at all is read, and said', () => {
    const { issues, warnings } = checkTree(whole.filter((file) => file.endsWith('.json')));
    expect(issues).toEqual([]);
    expect(warnings).toEqual([
      `${HERE}/tee_on: no power_metrics files, so energy is unknown`,
      `${HERE}/tee_off: no power_metrics files, so energy is unknown`,
    ]);
  });

  it('says which conditions were measured in one mode only, and which repetitions lack', () => {
    const { issues, warnings } = checkTree(repetitions(`${HERE}/tee_on`, [0, 2, 5]));
    expect(issues).toEqual([]);
    expect(warnings).toEqual([
      `${HERE}/tee_on: no repetition 1, 3, 4`,
      `${HERE}: only tee_on, no tee_off: nothing to compare it with`,
    ]);
  });

  it('says when two results claim one repetition', () => {
    const twice = [
      ...whole,
      ...repetitions(`${HERE}/tee_on`, [2]).map((f) => f.replace('run', 'b')),
    ];
    expect(checkTree(twice).warnings).toEqual([
      `${HERE}/tee_on: a repetition occurs more than once`,
    ]);
  });
});
