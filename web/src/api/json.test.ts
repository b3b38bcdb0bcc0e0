import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactNumber, type Json, jsonText, member, parseJson, textAt } from './json.ts';

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

describe('jsonText', () => {
  it.each([
    '{"long":123456789012345678901234567890,"huge":[1e400,0.5],"text":"a\\"\\n","__proto__":{"none":null}}',
    '[true,[],{},"",-1]',
  ])('gives %s back as it was read', (text) => expect(jsonText(parseJson(text))).toBe(text));

  it('is what JSON.stringify gives where no number is long', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = JSON.parse(text) as Json;
        expect(jsonText(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('ends once there is enough', () => {
    expect(jsonText([1, [2, 3], 4], 4)).toBe('[1,[');
    const long = Array.from({ length: 1000 }, () => 'x');
    expect(jsonText(long, 100).length).toBeLessThan(110);
  });

  it('writes what is very deep', () => {
    const text = `${'['.repeat(200_000)}1${']'.repeat(200_000)}`;
    const deep = Array.from({ length: 200_000 }).reduce<Json>((value) => [value], 1);
    expect(jsonText(deep)).toBe(text);
  });
});
