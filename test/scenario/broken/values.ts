import type { BrokenInput } from './broken-input.js';

/** Broken inputs: values of the wrong kind. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'beliefs, all problems at once',
    changes: { believed: '{ loadFactor: 0, noise: { cv: -1 }, learning: { weight: 2, rate: 1 } }' },
    lines: [
      's.yaml:7:25 believed.loadFactor: expected a number > 0 and ≤ 1e6, got 0',
      's.yaml:7:41 believed.noise.cv: expected a number ≥ 0 and ≤ 10, got -1',
      's.yaml:7:67 believed.learning.weight: expected a number ≥ 0 and ≤ 1, got 2',
      's.yaml:7:70 believed.learning.rate: expected weight, got the unknown key "rate"',
    ],
  },
  {
    name: 'variability that there is not',
    changes: { server: '{ profile: small, variability: nonne }' },
    lines: [
      's.yaml:5:40 server.variability: expected measured or none, got "nonne" (did you mean "none"?)',
    ],
  },
  {
    name: 'text with a unit',
    changes: { durationSeconds: '60ms' },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got "60ms" (write the number alone; the unit is fixed)',
    ],
  },
  {
    name: 'quoted number',
    changes: { durationSeconds: '"100"' },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got "100" (write the number without quotes)',
    ],
  },
  {
    name: 'a number with its thousands apart',
    changes: { durationSeconds: "'1 000'" },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got "1 000" (write 1000)',
    ],
  },
  {
    name: 'underscores',
    changes: { durationSeconds: '1_000' },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got "1_000" (write 1000)',
    ],
  },
  {
    name: 'clock time',
    changes: { durationSeconds: '12:30' },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got "12:30" (write seconds as one number)',
    ],
  },
  {
    name: 'leading zero',
    changes: { durationSeconds: '012' },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got "012" (write it in decimal, without leading zeros)',
    ],
  },
  {
    name: 'hexadecimal',
    changes: { durationSeconds: '0x10' },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got "0x10" (write it in decimal, without leading zeros)',
    ],
  },
  {
    name: 'decimal comma',
    changes: { durationSeconds: '1,5' },
    lines: ['s.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got "1,5" (write 1.5)'],
  },
  {
    name: 'overflow',
    changes: { durationSeconds: '1e400' },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got 1e400 (too large for a number)',
    ],
  },
  {
    name: 'NaN',
    changes: { durationSeconds: '.nan' },
    lines: ['s.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got NaN'],
  },
  {
    name: 'infinity',
    changes: { drainSeconds: '.inf' },
    lines: ['s.yaml:7:15 drainSeconds: expected a number ≥ 0 and ≤ 1e9, or complete, got Infinity'],
  },
  {
    name: 'zero where more is due',
    changes: { durationSeconds: '0' },
    lines: ['s.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got 0'],
  },
  {
    name: 'too long a run',
    changes: { durationSeconds: '1e12' },
    lines: ['s.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got 1e12'],
  },
  {
    name: 'a mapping for a number',
    changes: { durationSeconds: '{ seconds: 5 }' },
    lines: ['s.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got a mapping'],
  },
  {
    name: 'nothing for a number',
    changes: { durationSeconds: '' },
    lines: ['s.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got nothing'],
  },
  {
    name: 'a list for a mapping',
    changes: { sla: '[60]' },
    lines: ['s.yaml:2:6 sla: expected a mapping, got a list'],
  },
  {
    name: 'a number for a mapping',
    changes: { sla: '60' },
    lines: ['s.yaml:2:6 sla: expected a mapping, got 60'],
  },
  {
    name: 'a section left empty',
    changes: { strategy: '' },
    lines: ['s.yaml:6:11 strategy: expected a mapping, got nothing'],
  },
  {
    name: 'negative rate',
    changes: { arrivals: '{ process: poisson, rate: -2 }' },
    lines: ['s.yaml:3:37 arrivals.rate: expected a number > 0 and ≤ 1e6, got -2'],
  },
  {
    name: 'a rate that is a list',
    changes: { arrivals: '{ process: poisson, rate: [2] }' },
    lines: ['s.yaml:3:37 arrivals.rate: expected a number > 0 and ≤ 1e6, got a list'],
  },
  {
    name: 'a text for a boolean',
    changes: { server: '{ profile: small, unloadWhenIdle: no }' },
    lines: ['s.yaml:5:43 server.unloadWhenIdle: expected true or false, got "no" (write false)'],
  },
  {
    name: 'half a replication',
    changes: { replications: '1.5' },
    lines: ['s.yaml:7:15 replications: expected a whole number ≥ 1 and ≤ 1e6, got 1.5'],
  },
  {
    name: 'no replication',
    changes: { replications: '0' },
    lines: ['s.yaml:7:15 replications: expected a whole number ≥ 1 and ≤ 1e6, got 0'],
  },
  {
    name: 'a long text',
    changes: { durationSeconds: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' },
    lines: [
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"',
    ],
  },
  {
    name: 'drain neither number nor complete',
    changes: { drainSeconds: 'forever' },
    lines: [
      's.yaml:7:15 drainSeconds: expected a number ≥ 0 and ≤ 1e9, or complete, got "forever"',
    ],
  },
  {
    name: 'negative drain',
    changes: { drainSeconds: '-1' },
    lines: ['s.yaml:7:15 drainSeconds: expected a number ≥ 0 and ≤ 1e9, or complete, got -1'],
  },
  {
    name: 'a list as seed',
    changes: { seed: '[1]' },
    lines: [
      's.yaml:7:7 seed: expected a whole number within ±9007199254740991, or a text, got a list',
    ],
  },
  {
    name: 'a seed with more digits than a number holds',
    changes: { seed: '12345678901234567890' },
    lines: [
      's.yaml:7:7 seed: expected a whole number within ±9007199254740991, or a text, got 12345678901234567890',
    ],
  },
  {
    name: 'an empty name',
    changes: { name: '""' },
    lines: ['s.yaml:7:7 name: expected a text that is not empty, got ""'],
  },
  {
    name: 'probability above 1',
    changes: { models: '{ mix: { alpha: 1.4, beta: 0.6 } }' },
    lines: ['s.yaml:4:25 models.mix.alpha: expected a number ≥ 0 and ≤ 1, got 1.4'],
  },
  {
    name: 'a wrong choice',
    changes: { tee: '{ mode: on }' },
    lines: ['s.yaml:7:14 tee.mode: expected off or cc, got "on"'],
  },
  {
    name: 'a wrong choice, nearly right',
    changes: { server: '{ profile: small, semantics: losless }' },
    lines: [
      's.yaml:5:38 server.semantics: expected as-published or lossless, got "losless" (did you mean "lossless"?)',
    ],
  },
  {
    name: 'another engine',
    changes: { server: '{ engine: continuous, profile: small }' },
    lines: ['s.yaml:5:19 server.engine: expected batch, got "continuous"'],
  },
  {
    name: 'metrics misspelt',
    changes: { metrics: '{ latency: histograms }' },
    lines: [
      's.yaml:7:21 metrics.latency: expected exact or histogram, got "histograms" (did you mean "histogram"?)',
    ],
  },
];
