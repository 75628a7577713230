import type { BrokenInput } from './broken-input.js';
import { STRATEGY_NAMES } from './strategy-names.js';

/** Broken inputs: server and strategy. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'a stage that says nothing of its time',
    changes: {
      server:
        '{ profile: small, loadPath: { stages: [{ name: read, place: disk }], chunkGiB: 1 } }',
    },
    lines: [
      's.yaml:5:48 server.loadPath.stages.0: expected a stage with giBPerSecond, seconds or both, got a mapping',
    ],
  },
  {
    name: 'chunks in a pipeline that does not overlap',
    changes: {
      server:
        '{ profile: small, loadPath: { stages: [{ name: a, place: gpu, seconds: 1 }], chunkGiB: 1 } }',
    },
    lines: [
      's.yaml:5:96 server.loadPath.chunkGiB: expected chunkGiB with pipeline: overlapped only, got 1',
    ],
  },
  {
    name: 'weights of another model, and a server that has problems too',
    changes: {
      models: '{ mix: { alpha: 0.4, beta: 0.6 }, weightsGiB: { gama: 9 } }',
      server: '{ profile: small, loadPath: { stages: [] } }',
    },
    lines: [
      's.yaml:4:57 models.weightsGiB.gama: expected a model of the scenario (alpha or beta), got "gama"',
      's.yaml:5:47 server.loadPath.stages: expected a list that is not empty, got an empty list',
    ],
  },
  {
    name: 'weights of a size that the loads do not follow, and of no model',
    changes: { models: '{ mix: { alpha: 0.4, beta: 0.6 }, weightsGiB: { beta: 9, gama: 9 } }' },
    lines: [
      's.yaml:4:63 models.weightsGiB.beta: expected swapTimes: disk or a server.loadPath, whose loads follow the weights, got measured loads of 30 GiB (small)',
      's.yaml:4:66 models.weightsGiB.gama: expected a model of the scenario (alpha or beta), got "gama"',
    ],
  },
  {
    name: 'weights that do not fit',
    changes: {
      models: '{ mix: { alpha: 0.4, beta: 0.6 }, weightsGiB: { beta: 81 } }',
      server: '{ profile: small, loadPath: { stages: [{ name: a, place: gpu, seconds: 1 }] } }',
    },
    lines: [
      's.yaml:5:9 server.gpu: expected memory for beta (81 GiB of weights), got 80 GiB less 0 GiB in reserve',
    ],
  },
  {
    name: 'a prefetch of what is not known apart, to no memory, with half a channel',
    changes: {
      server: '{ profile: small, prefetch: { to: both, inferenceGiBPerSecond: 1 } }',
    },
    lines: [
      's.yaml:5:37 server.prefetch.hostMemoryGiB: expected a size, as weights go to: both, got nothing',
      's.yaml:5:43 server.prefetch.to: expected none or gpu: these loads do not tell reading from disk apart, got both (swapTimes: disk and server.loadPath do)',
      's.yaml:5:72 server.prefetch.inferenceGiBPerSecond: expected inferenceGiBPerSecond beside sharedGiBPerSecond only, got 1',
    ],
  },
  {
    name: 'a prefetch to memory that holds no model',
    changes: {
      server:
        '{ profile: small, loadPath: { stages: [{ name: a, place: disk, seconds: 1 }] }, prefetch: { to: host, hostMemoryGiB: 19 } }',
    },
    lines: [
      's.yaml:5:126 server.prefetch.hostMemoryGiB: expected room for a model (20 GiB at least), got 19',
    ],
  },
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
      's.yaml:7:14 tee.mode: expected off: profile small has no cc measurement of beta, got "cc" (tee.preset or tee.factors can stand for one)',
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
      `s.yaml:6:19 strategy.name: expected one of ${STRATEGY_NAMES}, got "best-bach" (did you mean "best-batch"?)`,
    ],
  },
  {
    name: 'no strategy',
    changes: { strategy: '{}' },
    lines: [
      `s.yaml:6:11 strategy: expected name (one of ${STRATEGY_NAMES}) or module, got neither`,
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
