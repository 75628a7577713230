import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelSizeB } from '../../src/analysis/model-size.js';
import { holds } from '../support/property.js';

describe('the size of a model by its name', () => {
  it.each([
    ['meta-llama/Llama-3.1-8B-Instruct', 8],
    ['Qwen/Qwen3-0.6B', 0.6],
    ['openai/gpt-oss-120b', 120],
    ['llama_8b', 8],
    ['llama8b', 8],
    ['gemma-7b-it_fp16', 7],
    ['Llama-3.1-70B-4bit', 70],
    ['Qwen3-30B-A3B', 30],
    ['HuggingFaceTB/SmolLM2-360M', 0.36],
    ['/models/llama-3-8b/snapshots/0e9e39f249a16976918f6564b8830bc894c89659', 8],
    ['1.5B', 1.5],
  ])('%s: %d', (name, size) => expect(modelSizeB(name)).toBe(size));

  it.each([
    ['Mixtral-8x7B-Instruct-v0.1', 'experts share layers'],
    ['Llama-4-Scout-17B-16E', 'only active parameters are named'],
    ['Qwen1.5-MoE-A2.7B', 'only active parameters are named'],
    ['gpt-4', 'no size'],
    ['phi-3-mini-4k-instruct', 'tokens, not parameters'],
    ['model-8bit', 'bits, not billions'],
    ['', 'no name'],
  ])('%s: not said (%s)', (name) => expect(modelSizeB(name)).toBeNull());

  it('is that which stands by itself, whatever stands around it', () =>
    holds(
      fc.record({
        size: fc.integer({ min: 1, max: 9999 }).map((tenths) => tenths / 10),
        before: fc.constantFrom('', 'llama-', 'org/x_', 'Qwen3 '),
        after: fc.constantFrom('', '-it', '_tee', '/tee_on', ' v2'),
      }),
      ({ size, before, after }) => {
        expect(modelSizeB(`${before}${size}b${after}`)).toBe(size);
        expect(modelSizeB(`${before}${size}B${after}`)).toBe(size);
      },
    ));
});
