import type { BrokenInput } from './broken-input.js';

/** Broken inputs: several GPUs. */
export const inputs: readonly BrokenInput[] = [
  {
    name: 'no number of GPUs, and no way to place models',
    changes: { server: '{ profile: small, gpus: 0, placement: anywhere }' },
    lines: [
      's.yaml:5:33 server.gpus: expected a whole number ≥ 1 and ≤ 1024, got 0',
      's.yaml:5:47 server.placement: expected free or partitioned, or a mapping, got "anywhere"',
    ],
  },
  {
    name: 'pins that miss models and GPUs',
    changes: {
      server: '{ profile: small, gpus: 2, placement: { pinned: { alpha: [0, 0, 2], gama: 1 } } }',
    },
    lines: [
      's.yaml:5:57 server.placement.pinned: expected a GPU for each model, got none for beta',
      's.yaml:5:70 server.placement.pinned.alpha.1: expected each GPU once, got 0 again',
      's.yaml:5:73 server.placement.pinned.alpha.2: expected a GPU from 0 to 1 (server.gpus: 2), got 2',
      's.yaml:5:77 server.placement.pinned.gama: expected a model of the scenario (alpha or beta), got "gama"',
    ],
  },
  {
    name: 'a GPU that no model is pinned to',
    changes: {
      server: '{ profile: small, gpus: 3, placement: { pinned: { alpha: 0, beta: 2 } } }',
    },
    lines: [
      's.yaml:5:57 server.placement.pinned: expected a model for each of the 3 GPUs, got none on 1',
    ],
  },
  {
    name: 'the published system with queues that GPUs share',
    changes: { server: '{ profile: small, gpus: 2, semantics: as-published }' },
    lines: [
      's.yaml:5:47 server.semantics: expected lossless with GPUs that share queues (server.placement: free), got as-published (the published system has one GPU: pin the models, or partition them)',
    ],
  },
  {
    name: 'rules of the published system with queues that GPUs share',
    changes: {
      server: '{ profile: small, gpus: 2, rules: { slot: overwrite, busyLoop: true } }',
    },
    lines: [
      's.yaml:5:51 server.rules.slot: expected queue with GPUs that share queues (server.placement: free), got overwrite (the published system has one GPU: pin the models, or partition them)',
      's.yaml:5:72 server.rules.busyLoop: expected false with GPUs that share queues (server.placement: free), got true (the published system has one GPU: pin the models, or partition them)',
    ],
  },
  {
    name: 'more preloaded models than fit on the GPU that they are pinned to',
    changes: {
      server:
        '{ profile: small, gpus: 2, preload: [alpha, beta], placement: { pinned: { alpha: 0, beta: [0, 1] } } }',
    },
    lines: [
      's.yaml:5:45 server.preload: expected at most 1 (server.gpu.residentModels), got a list of 2',
    ],
  },
];
