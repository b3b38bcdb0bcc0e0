import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineTokens } from './line-tokens.ts';

const told = (text: string, limit = 1000): readonly string[] =>
  lineTokens(text, limit).map((token) => `${token.kind} ${token.text}`);

it('tells keys from strings, and numbers, booleans and null apart', () => {
  expect(told('{"a":"b","n":-1.5e3,"t":true,"f":false,"z":null,"l":["x",{"y":0}]}')).toEqual([
    'mark {',
    'key "a"',
    'mark :',
    'string "b"',
    'mark ,',
    'key "n"',
    'mark :',
    'number -1.5e3',
    'mark ,',
    'key "t"',
    'mark :',
    'boolean true',
    'mark ,',
    'key "f"',
    'mark :',
    'boolean false',
    'mark ,',
    'key "z"',
    'mark :',
    'null null',
    'mark ,',
    'key "l"',
    'mark :[',
    'string "x"',
    'mark ,{',
    'key "y"',
    'mark :',
    'number 0',
    'mark }]}',
  ]);
});

it('is one line, whatever the text is', () => {
  expect(told('{\n  "a" : [\n    1,\n    2\n  ]\n}')).toEqual([
    'mark {',
    'key "a"',
    'mark :',
    'mark [',
    'number 1',
    'mark ,',
    'number 2',
    'mark ]',
    'mark }',
  ]);
});

it('takes what strings hold for nothing but strings', () => {
  expect(told(String.raw`{"a\"}":"\\","{b":"[:,]"}`)).toEqual([
    'mark {',
    String.raw`key "a\"}"`,
    'mark :',
    String.raw`string "\\"`,
    'mark ,',
    'key "{b"',
    'mark :',
    'string "[:,]"',
    'mark }',
  ]);
});

it('is cut, also within a token', () => {
  expect(told('{"a":"bcdef"}', 8)).toEqual(['mark {', 'key "a"', 'mark :', 'string "bc', 'mark …']);
  expect(told('[true,false]', 3)).toEqual(['mark [', 'boolean tr', 'mark …']);
});

it('leaves out nothing of what is JSON, and is no longer than its limit', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(200), (text, limit) => {
      const compact = JSON.stringify(JSON.parse(text));
      const joined = lineTokens(compact, limit)
        .map((token) => token.text)
        .join('');
      const isCut = compact.length > limit;
      expect(joined.length).toBeLessThanOrEqual(limit + 1);
      expect(compact.startsWith(isCut ? joined.slice(0, -1) : joined)).toBe(true);
      expect(isCut ? joined.at(-1) : joined).toBe(isCut ? '…' : compact);
    }),
  );
});
