import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, itemsOf, membersOf } from './json-slices.ts';

test('numbers keep all their digits', () => {
  const members = membersOf(Buffer.from('{"a": 123456789012345678901234567890 , "b\\"}": [1e400, 1.0]}'));
  expect(decode(members.get('a') ?? Buffer.of())).toBe('123456789012345678901234567890');
  expect(itemsOf(members.get('b"}') ?? Buffer.of()).map(decode)).toEqual(['1e400', '1.0']);
});

test('slices of any document are what JSON.parse finds', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2), (object, indent) => {
      const document = JSON.stringify(object, undefined, indent);
      const members = [...membersOf(Buffer.from(document))].map(([name, json]) => [name, JSON.parse(decode(json))]);
      expect(members).toEqual(Object.entries(JSON.parse(document)));
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 2), (array, indent) => {
      const document = JSON.stringify(array, undefined, indent);
      const items = itemsOf(Buffer.from(document)).map((json): unknown => JSON.parse(decode(json)));
      expect(items).toEqual(JSON.parse(document));
    }),
  );
});
