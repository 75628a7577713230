import type { Measurement } from '../../../src/analysis/measurement.js';
import { formatIssue } from '../../../src/errors.js';
import { readDocumentFile } from '../../../src/interop/measurements/read-document.js';
import { vllm } from '../../../src/interop/vllm/read.js';
import { inputFile } from '../bytes.js';

/** What is in a result of vLLM that says nothing of interest. */
export const PLAIN = {
  date: '20260101-120000',
  backend: 'vllm',
  model_id: 'meta-llama/Llama-3.1-8B-Instruct',
  num_prompts: 2,
  request_rate: 'inf',
  burstiness: 1,
  max_concurrency: null,
  duration: 10,
  completed: 2,
  total_input_tokens: 200,
  total_output_tokens: 40,
  request_throughput: 0.2,
  output_throughput: 4,
  total_token_throughput: 24,
} as const;

/** Reads texts or results as one file of JSON Lines. */
export async function readText(text: string, file = 'a.json') {
  const read = await readDocumentFile(inputFile(file, text, 4096), [vllm]);
  return { ...read, messages: read.issues.map(formatIssue) };
}

/** The measurement of a sound result; what `changes` holds as undefined is left out. */
export async function readResult(changes: Readonly<Record<string, unknown>>): Promise<Measurement> {
  const { measurements, messages } = await readText(JSON.stringify({ ...PLAIN, ...changes }));
  const [measurement] = measurements;
  if (measurement === undefined || messages.length > 0) {
    throw new Error(`one sound result was expected: ${messages.join('\n')}`);
  }
  return measurement;
}
