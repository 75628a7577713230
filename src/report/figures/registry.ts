import { attainment } from './attainment.js';
import { batchProfile } from './batch-profile.js';
import { ccPenalty } from './cc-penalty.js';
import type { FigureDefinition } from './figure.js';
import { gpuTimeline } from './gpu-timeline.js';
import { gpuUse } from './gpu-use.js';
import { heatmap } from './heatmap.js';
import { inputPatterns } from './input-patterns.js';
import { latency } from './latency.js';
import { latencyCdf } from './latency-cdf.js';
import { loadCurve } from './load-curve.js';
import { loadingTimes } from './loading-times.js';
import { policyFrontier } from './policy-frontier.js';
import { throughput } from './throughput.js';
import { twoByTwo } from './two-by-two.js';

/** Every kind of figure, in the order in which they are listed and drawn. */
export const FIGURE_DEFINITIONS: readonly FigureDefinition[] = [
  inputPatterns,
  loadingTimes,
  batchProfile,
  latency,
  attainment,
  throughput,
  gpuUse,
  ccPenalty,
  latencyCdf,
  loadCurve,
  policyFrontier,
  twoByTwo,
  heatmap,
  gpuTimeline,
];
