import { expect, it } from 'vitest';
import { parseJson } from '../../api/json.ts';
import { heldJson } from './held-json.ts';

it.each([
  ['an array of the answer', '["10.1.2.3",12345678901234567890]'],
  ['a map or row of the answer', '{"a":1e400,"b":[]}'],
])('%s is JSON, to the digit', (_, text) => {
  expect(heldJson(parseJson(text))?.text).toBe(text);
});

it('a text that is an object or array is JSON, as it was written', () => {
  expect(heldJson(' {"a": 1} ')).toEqual({ value: { a: 1 }, text: ' {"a": 1} ' });
  expect(heldJson('[0.5]')).toEqual({ value: [0.5], text: '[0.5]' });
});

it.each([
  'plain',
  '12',
  '"x"',
  'null',
  '{}',
  '[ ]',
  '[main] started',
  '{"a":1',
  '['.repeat(200_000) + ']'.repeat(200_000),
  `["${'x'.repeat(1_000_000)}"]`,
])('%.20s is text', (text) => expect(heldJson(text)).toBeUndefined());

it.each([null, undefined, 12, true, [], {}].map((cell) => [cell]))('%j has nothing to unfold', (cell) =>
  expect(heldJson(cell)).toBeUndefined(),
);
