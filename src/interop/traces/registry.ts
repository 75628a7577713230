import { azureLlm } from './azure-llm.js';
import { burstgpt } from './burstgpt.js';
import type { TraceFormat } from './format.js';
import { mooncake } from './mooncake.js';
import { plainTrace } from './plain.js';

/** Every format of traces that is read. */
export const TRACE_READERS: readonly TraceFormat[] = [azureLlm, burstgpt, mooncake, plainTrace];
