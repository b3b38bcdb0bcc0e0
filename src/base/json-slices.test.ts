import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText, itemsOf, membersOf } from './json-slices.ts';

test('numbers keep all their digits', () => {
  const members = membersOf(Buffer.from('{"a": 123456789012345678901234567890 , "b\\"}": [1e400, 1.0]}'));
  expect(jsonText(members.get('a') ?? Buffer.of())).toBe('123456789012345678901234567890');
  expect(itemsOf(members.get('b"}') ?? Buffer.of()).map(jsonText)).toEqual(['1e400', '1.0']);
});

test('slices of any document are what JSON.parse finds', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2), (object, indent) => {
      const document = JSON.stringify(object, undefined, indent);
      const members = [...membersOf(Buffer.from(document))].map(([name, json]) => [name, JSON.parse(jsonText(json))]);
      expect(members).toEqual(Object.entries(JSON.parse(document)));
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 2), (array, indent) => {
      const document = JSON.stringify(array, undefined, indent);
      const items = itemsOf(Buffer.from(document)).map((json): unknown => JSON.parse(jsonText(json)));
      expect(items).toEqual(JSON.parse(document));
    }),
  );
});

test('values stand as they were written, whatever their digits and however often a key', () => {
  fc.assert(
    fc.property(fc.array(fc.json(), { maxLength: 8 }), fc.json(), (elements, other) => {
      const text = `{"before": ${other} , "nested":{"events":[1]},"events" : [ ${elements.join(' , ')} ],"total":1}`;
      const events = membersOf(Buffer.from(text)).get('events') ?? Buffer.of();
      expect(itemsOf(events).map(jsonText)).toEqual(elements.map((element) => element.trim()));
    }),
  );
  const event = '{"n":123456789012345678901234567890,"n":1e400}';
  expect(itemsOf(Buffer.from(`[${event}]`)).map(jsonText)).toEqual([event]);
});

test('what is no array has no items', () => {
  for (const text of ['null', '""', '1', '', '[]', ' [ ] ']) expect(itemsOf(Buffer.from(text))).toEqual([]);
});
