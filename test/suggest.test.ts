import { describe, expect, it } from 'vitest';
import { suggest } from '../src/suggest.js';

const MODELS = ['granite-7b', 'gemma-7b', 'llama3-8b'];

describe('suggest', () => {
  it.each([
    ['gema-7b', 'gemma-7b'],
    ['llama-8b', 'llama3-8b'],
    ['Granite-7B', 'granite-7b'],
    ['garnite-7b', 'granite-7b'],
    ['granit-7', 'granite-7b'],
  ])('takes %s for %s', (name, meant) => {
    expect(suggest(name, MODELS)).toBe(meant);
  });

  it('counts a swap of neighbours as one edit', () => {
    expect(suggest('abdc', ['abxy', 'abcd'])).toBe('abcd');
  });

  it('allows a third of a long name to differ, and no more', () => {
    expect(suggest('abcdefghijkl', ['abcdefgh'])).toBe('abcdefgh');
    expect(suggest('abcdefghijkl', ['abcdefg'])).toBeUndefined();
  });

  it('prefers the nearest, then the first', () => {
    expect(suggest('rate', ['rates', 'rate'])).toBe('rate');
    expect(suggest('rat', ['rats', 'rate'])).toBe('rats');
  });

  it('suggests nothing that shares no letter with the name', () => {
    expect(suggest('ab', ['cd'])).toBeUndefined();
    expect(suggest('x', ['y'])).toBeUndefined();
    expect(suggest('', MODELS)).toBeUndefined();
    expect(suggest('gamma', [])).toBeUndefined();
  });
});
