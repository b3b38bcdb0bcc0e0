import { expect, test } from 'vitest';
import { pointAt, printable, printableJson, printableLine } from './terminal-text.ts';

test('a terminal obeys nothing in a text of unknown origin', () => {
  expect(printable('\u001b]0;title\u0007 \u009b2J\r\u202eevil')).not.toMatch(
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/,
  );
  expect(printable('a\tb\n日本語')).toBe('a\tb\n日本語');
  expect(printableLine('a\tb\nc')).toBe('a b c');
});

test('JSON for a terminal means the same', () => {
  const value = { a: '\u009b2J \u202e', b: ['é', 1] };
  const shown = printableJson(JSON.stringify(value));
  expect(shown).toBe('{"a":"\\u009b2J \\u202e","b":["é",1]}');
  expect(JSON.parse(shown)).toEqual(value);
});

test('a caret stands under the stretch', () => {
  expect(pointAt('verb: get and', 10, 13)).toEqual(['verb: get and', '          ^^^']);
  expect(pointAt('a: 日本語 x', 7, 8)).toEqual(['a: 日本語 x', '          ^']);
  expect(pointAt('\tverb', 1, 5)).toEqual(['\tverb', '\t^^^^']);
});

test('a caret stands on its own line, and after the end', () => {
  expect(pointAt('a\nb c\nd', 4, 5)).toEqual(['b c', '  ^']);
  expect(pointAt('a', 1, 1)).toEqual(['a', ' ^']);
  expect(pointAt('', 0, 0)).toEqual(['', '^']);
  expect(pointAt('a\nb', 1, 3)).toEqual(['a', ' ^']);
  expect(pointAt('abc', 7, 9)).toEqual(['abc', '   ^']);
});

test('a long line is cut around the stretch', () => {
  const [line, caret] = pointAt(`${'a'.repeat(500)}BAD${'c'.repeat(500)}`, 500, 503);
  expect(line.length).toBeLessThan(140);
  expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('BAD');
});
