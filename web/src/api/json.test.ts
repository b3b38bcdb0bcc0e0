import { describe, expect, it } from 'vitest';
import { ExactNumber, jsonText, member, parseJson, textAt } from './json.ts';

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
});
