import { describe, expect, it } from 'vitest';
import { cutText, visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it.each([
    ['plain 日本語', 'plain 日本語'],
    ['\u001b[31mred', 'ESC[31mred'],
    ['a\u202Eb', 'aU+202Eb'],
    ['a\u0000\u200Bb', 'aNULU+200Bb'],
    ['\uD800x', 'U+D800x'],
    ['👩\u200D💻', '👩\u200D💻'],
    ['a\u200Db', 'aU+200Db'],
  ])('shows %j as %s', (text, shown) => expect(visibleText(text)).toBe(shown));
});

describe('cutText', () => {
  it('never halves a surrogate pair', () => {
    expect(cutText('ab💻', 3)).toEqual({ text: 'ab', cut: true });
    expect(cutText('abc', 3)).toEqual({ text: 'abc', cut: false });
  });
});
