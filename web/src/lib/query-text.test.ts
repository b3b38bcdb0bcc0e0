import { describe, expect, it } from 'vitest';
import { conjoin } from './query-text.ts';

describe('conjoin', () => {
  it('keeps the meaning of a search with "or" inside parentheses or quotes', () => {
    expect(conjoin('(a or b)', 'c')).toBe('(a or b) and c');
    expect(conjoin('"a or b"', 'c')).toBe('"a or b" and c');
  });
});
