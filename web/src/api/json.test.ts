import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactNumber, member, parseJson, textAt } from './json.ts';
import { arraySlices } from './slices.ts';

describe('arraySlices', () => {
  it('gives every element as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { maxLength: 8 }), fc.json(), (elements, other) => {
        const text = `{"before": ${other} , "nested":{"events":[1]},"events" : [ ${elements.join(' , ')} ],"total":1}`;
        expect(arraySlices(text, 'events')).toEqual(elements.map((element) => element.trim()));
      }),
    );
  });

  it('keeps digits that JavaScript would lose, and doubled keys', () => {
    const event = '{"n":123456789012345678901234567890,"n":1e400}';
    expect(arraySlices(`{"events":[${event}]}`, 'events')).toEqual([event]);
  });

  it('finds nothing where there is no such array', () => {
    expect(arraySlices('{"events":null}', 'events')).toEqual([]);
    expect(arraySlices('{}', 'events')).toEqual([]);
  });
});

describe('parseJson', () => {
  it('keeps the text of numbers that a double cannot hold', () => {
    const value = parseJson('{"long":123456789012345678901234567890,"huge":1e400,"half":0.5,"code":403}');
    expect(member(value, 'long')).toEqual(new ExactNumber('123456789012345678901234567890'));
    expect(textAt(value, 'huge')).toBe('1e400');
    expect(member(value, 'half')).toBe(0.5);
    expect(member(value, 'code')).toBe(403);
  });

  it('finds own members only', () => {
    expect(member(parseJson('{"a":1}'), 'constructor')).toBeUndefined();
    expect(member(parseJson('{"a":"text"}'), 'a', 'length')).toBeUndefined();
  });
});
