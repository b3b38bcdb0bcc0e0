import { expect, it } from 'vitest';
import { parseJson } from '../../api/json.ts';
import { heldJson } from './held-json.ts';

it.each([
  ['an array of the answer', '["10.1.2.3",12345678901234567890]'],
  ['a map or row of the answer', '{"a":1e400,"b":[]}'],
])('%s is JSON, whatever its column', (_, text) => {
  const value = parseJson(text);
  for (const column of ['alias', 'requestObject', 'userAgent'])
    expect(heldJson(value, column)).toEqual({ value, text: undefined });
});

it.each(['alias', 'requestObject', 'responseobject', 'annotations', 'user', 'sourceIPs', 'other'])(
  'a text that is an object or array is JSON in %s, as it was written',
  (column) => {
    expect(heldJson(' {"a": 1} ', column)).toEqual({ value: { a: 1 }, text: ' {"a": 1} ' });
    expect(heldJson('[0.5]', column)).toEqual({ value: [0.5], text: '[0.5]' });
  },
);

it.each([
  'userAgent',
  'USERAGENT',
  'requestURI',
  'responseStatus.message',
  'derived.command',
  'annotations.x',
  'annotations.kubectl.kubernetes.io/last-applied-configuration',
  'requestObject.metadata.annotations.x',
  '__cluster__',
])('a text of %s is a value, however much it looks like JSON', (column) => {
  expect(heldJson('{"a":1}', column)).toBeUndefined();
  expect(heldJson('["a"]', column)).toBeUndefined();
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
  '['.repeat(30_000) + ']'.repeat(30_000),
  `["${'x'.repeat(65_536)}"]`,
])('%.20s is text', (text) => expect(heldJson(text, 'requestObject')).toBeUndefined());

it.each([null, undefined, 12, true, [], {}].map((cell) => [cell]))('%j has nothing to unfold', (cell) =>
  expect(heldJson(cell, 'requestObject')).toBeUndefined(),
);
