import { guidellmFormat } from '../guidellm/read.js';
import { inferencePerfFormat } from '../inference-perf/read.js';
import { llmdPrismFormat } from '../llm-d/prism.js';
import { llmdReportFormat } from '../llm-d/read.js';
import { measurementsFormat } from '../neutral/read.js';
import { vllm } from '../vllm/read.js';
import type { DocumentFormat } from './format.js';

/** Every format of benchmark results that is read. The first that matches a document is its. */
export const DOCUMENT_FORMATS: readonly DocumentFormat[] = [
  measurementsFormat,
  llmdReportFormat,
  llmdPrismFormat,
  vllm,
  guidellmFormat,
  inferencePerfFormat,
];
