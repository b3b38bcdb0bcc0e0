import { expect, test } from 'vitest';
import { matcherText, parseMatcher } from './matcher.ts';

test.each([
  ['user=eve', { label: 'user', op: '=', values: ['eve'] }],
  ['user=~system:.*=x', { label: 'user', op: '=~', values: ['system:.*=x'] }],
  ['Event ID!=a b', { label: 'Event ID', op: '!=', values: ['a b'] }],
  ['@rule!~exec.*', { attribute: 'rule', op: '!~', values: ['exec.*'] }],
  ['team=', { label: 'team', op: '=', values: [''] }],
])('%s', (text, matcher) => {
  expect(parseMatcher(text)).toEqual(matcher);
  expect(matcherText(parseMatcher(text))).toBe(text);
});

test.each(['user', '=x', '@nothing=x', ''])('"%s" is no matcher', (text) => {
  expect(() => parseMatcher(text)).toThrow('expected');
});
