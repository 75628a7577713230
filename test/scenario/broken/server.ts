import type { BrokenInput } from './broken-input.js';

/** Broken inputs: server and strategy. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'unknown profile',
    changes: { server: '{ profile: smal }' },
    lines: [
      's.yaml:5:20 server.profile: expected a profile (small), or the path of one, got "smal" (did you mean "small"?)',
    ],
  },
  {
    name: 'missing profile file',
    changes: { server: '{ profile: ./mine.yaml }' },
    lines: [
      's.yaml:5:20 server.profile: expected a profile (small), or the path of one, got "./mine.yaml", which does not exist',
    ],
  },
  {
    name: 'profile that is a folder',
    changes: { server: '{ profile: profiles }' },
    lines: [
      's.yaml:5:20 server.profile: expected a profile (small), or the path of one, got "profiles", a folder',
    ],
  },
  {
    name: 'profile that is a number',
    changes: { server: '{ profile: 5 }' },
    lines: ['s.yaml:5:20 server.profile: expected a text, or a mapping, got 5'],
  },
  {
    name: 'times the profile does not have',
    changes: { server: '{ profile: small, swapTimes: disk }' },
    lines: [
      's.yaml:5:38 server.swapTimes: expected profiled, got "disk" (profile small has no disk of alpha, beta in mode off)',
    ],
  },
  {
    name: 'a mode the profile does not have',
    changes: { tee: '{ mode: cc }' },
    lines: [
      's.yaml:7:14 tee.mode: expected off: profile small has no cc measurement of beta, got "cc" (tee.factors can stand for one)',
    ],
  },
  {
    name: 'factors without cc',
    changes: { tee: '{ mode: off, factors: { load: 2 } }' },
    lines: [
      's.yaml:7:28 tee.factors: expected factors with mode cc only, got factors with mode off',
    ],
  },
  {
    name: 'a factor of 0',
    changes: { tee: '{ mode: cc, factors: { load: 0 } }' },
    lines: ['s.yaml:7:35 tee.factors.load: expected a number > 0 and ≤ 1e6, got 0'],
  },
  {
    name: 'a timer that believes what is not there',
    changes: { strategy: '{ name: best-batch+timer, timerProfile: cc }' },
    lines: [
      's.yaml:6:51 strategy.timerProfile: expected off: profile small has no cc measurement of every model, got cc',
    ],
  },
  {
    name: 'preload of an unknown model',
    changes: { server: '{ profile: small, preload: [alfa] }' },
    lines: [
      's.yaml:5:37 server.preload.0: expected a model of the scenario (alpha or beta), got "alfa" (did you mean "alpha"?)',
    ],
  },
  {
    name: 'preload of too many',
    changes: { server: '{ profile: small, preload: [alpha, beta] }' },
    lines: [
      's.yaml:5:36 server.preload: expected at most 1 (server.gpu.residentModels), got a list of 2',
    ],
  },
  {
    name: 'preload of one twice',
    changes: { server: '{ profile: small, preload: [alpha, alpha], gpu: { residentModels: 2 } }' },
    lines: ['s.yaml:5:44 server.preload.1: expected each model once, got "alpha" again'],
  },
  {
    name: 'preload that does not fit',
    changes: {
      server:
        '{ profile: small, preload: [alpha, beta], gpu: { residentModels: 2, memoryGiB: 45 } }',
    },
    lines: [
      's.yaml:5:36 server.preload: expected models that fit in 45 GiB together, got 50 GiB of weights',
    ],
  },
  {
    name: 'memory too small for a model',
    changes: { server: '{ profile: small, gpu: { memoryGiB: 25 } }' },
    lines: [
      's.yaml:5:32 server.gpu: expected memory for beta (30 GiB of weights), got 25 GiB less 0 GiB in reserve',
    ],
  },
  {
    name: 'tie order with a repetition',
    changes: { server: '{ profile: small, rules: { tieOrder: [work, work, timer, poll] } }' },
    lines: [
      's.yaml:5:46 server.rules.tieOrder: expected a permutation of work, arrival, timer, poll, got ["work", "work", "timer", "poll"]',
    ],
  },
  {
    name: 'tie order too short',
    changes: { server: '{ profile: small, rules: { tieOrder: [work] } }' },
    lines: [
      's.yaml:5:46 server.rules.tieOrder: expected a permutation of work, arrival, timer, poll, got ["work"]',
    ],
  },
  {
    name: 'tie order with an unknown class',
    changes: { server: '{ profile: small, rules: { tieOrder: [work, arrivals, timer, poll] } }' },
    lines: [
      's.yaml:5:53 server.rules.tieOrder.1: expected one of work, arrival, timer, poll, got "arrivals" (did you mean "arrival"?)',
    ],
  },
  {
    name: 'a rule without effect',
    changes: {
      server:
        '{ profile: small, rules: { emptyTimerOverwrites: true, partial: append, timerSnapshotStale: true } }',
    },
    lines: [
      's.yaml:5:58 server.rules.emptyTimerOverwrites: expected emptyTimerOverwrites with slot: overwrite only, got true',
      's.yaml:5:73 server.rules.partial: expected partial with slot: overwrite only, got append',
      's.yaml:5:101 server.rules.timerSnapshotStale: expected timerSnapshotStale with timerPollSeconds > 0 only, got true',
    ],
  },
  {
    name: 'timers looked at too often',
    changes: { server: '{ profile: small, rules: { timerPollSeconds: 1e-9 } }' },
    lines: ['s.yaml:5:54 server.rules.timerPollSeconds: expected 0, or a number ≥ 0.001, got 1e-9'],
  },
  {
    name: 'a batch limit that is neither',
    changes: { server: '{ profile: small, rules: { batchLimit: most } }' },
    lines: [
      's.yaml:5:48 server.rules.batchLimit: expected none or profile, or a whole number ≥ 1 and ≤ 1e6, got "most"',
    ],
  },
  {
    name: 'unknown strategy',
    changes: { strategy: '{ name: best-bach }' },
    lines: [
      's.yaml:6:19 strategy.name: expected one of best-batch, best-batch+timer, select-batch+timer, best-batch+partial-batch+timer, best-batch+partial-batch, fcfs, greedy, got "best-bach" (did you mean "best-batch"?)',
    ],
  },
  {
    name: 'no strategy',
    changes: { strategy: '{}' },
    lines: [
      's.yaml:6:11 strategy: expected name (one of best-batch, best-batch+timer, select-batch+timer, best-batch+partial-batch+timer, best-batch+partial-batch, fcfs, greedy) or module, got neither',
    ],
  },
  {
    name: 'two strategies',
    changes: { strategy: '{ name: best-batch, module: m.mjs }' },
    lines: ['s.yaml:6:39 strategy.module: expected name or module, not both, got both'],
  },
  {
    name: 'missing module',
    changes: { strategy: '{ module: ./m.mjs }' },
    lines: [
      's.yaml:6:21 strategy.module: expected a .js or .mjs file, got "./m.mjs", which does not exist',
    ],
  },
  {
    name: 'a module that throws',
    changes: { strategy: '{ module: ./m.mjs }' },
    files: { 'm.mjs': 'throw' },
    lines: ['m.mjs:2:5: expected a module that can be imported, got an error: boom'],
  },
  {
    name: 'sizes of an unknown model',
    changes: { strategy: '{ name: best-batch, sizes: { alpha: 4, gamma: 5 } }' },
    lines: [
      's.yaml:6:50 strategy.sizes.gamma: expected a model of the scenario (alpha or beta), got "gamma"',
    ],
  },
  {
    name: 'sizes that are a text',
    changes: { strategy: '{ name: best-batch, sizes: large }' },
    lines: [
      's.yaml:6:38 strategy.sizes: expected a whole number ≥ 1 and ≤ 1e6, or a mapping, got "large"',
    ],
  },
  {
    name: 'a size of 2.5',
    changes: { strategy: '{ name: best-batch, sizes: { alpha: 2.5 } }' },
    lines: ['s.yaml:6:47 strategy.sizes.alpha: expected a whole number ≥ 1 and ≤ 1e6, got 2.5'],
  },
  {
    name: 'a size beyond the batch table',
    changes: {
      server: '{ profile: small, semantics: as-published }',
      strategy: '{ name: best-batch, sizes: 100 }',
    },
    lines: [
      's.yaml:6:38 strategy.sizes: expected at most 64, where the batch table of beta ends, got 100',
    ],
  },
  {
    name: 'allowed sizes out of order',
    changes: { strategy: '{ name: select-batch+timer, allowedSizes: [8, 4] }' },
    lines: [
      's.yaml:6:53 strategy.allowedSizes: expected sizes in ascending order, each once, got [8, 4]',
    ],
  },
  {
    name: 'partial fraction of 0',
    changes: { strategy: '{ name: best-batch+partial-batch, partialFraction: 0 }' },
    lines: ['s.yaml:6:62 strategy.partialFraction: expected a number > 0 and ≤ 1, got 0'],
  },
  {
    name: 'a rate window of 1',
    changes: { strategy: '{ name: select-batch+timer, rateWindow: 1 }' },
    lines: ['s.yaml:6:51 strategy.rateWindow: expected a whole number ≥ 2 and ≤ 1e6, got 1'],
  },
];
