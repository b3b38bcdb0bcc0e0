import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseKeepingAll, plain } from '../../../test/support/reference-columns.ts';
import { canonicalJson, canonicalJsonText, foldMember } from './canonical.ts';
import { Scanner, trait } from './scan.ts';

const encoder = new TextEncoder();

test('means the same as what it was made of', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(JSON.parse(canonicalJsonText(text))).toEqual(plain(parseKeepingAll(text)));
    }),
    { numRuns: 2000 },
  );
});

test('is itself in canonical form', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const canonical = canonicalJsonText(JSON.stringify(value, null, 2));
      expect(canonicalJsonText(canonical)).toBe(canonical);
    }),
  );
});

describe('differs from what came', () => {
  test.each([
    ['{ "a" : 1 ,\n"b":[ ] }', '{"a":1,"b":[]}'],
    ['{"a":1,"b":2,"a":3}', '{"b":2,"a":3}'],
    ['{"a":{"x":1,"x":2}}', '{"a":{"x":2}}'],
    ['{"\\u0061":1,"a":2}', '{"a":2}'],
    ['"\\/ \\u0041 \\u003c\\u0026 \\u001b \\u0000 \\u2028"', '"/ A <& \\u001b \\u0000 \u2028"'],
    ['"\\ud800 \\udc00 \\ud83d\\ude00"', '"\ufffd \ufffd 😀"'],
    ['1e400', '"1e400"'],
    ['-1e400', '"-1e400"'],
    ['123456789012345678901234567890', '"123456789012345678901234567890"'],
    ['18446744073709551615', '18446744073709551615'],
    ['18446744073709551616', '"18446744073709551616"'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['-9223372036854775809', '"-9223372036854775809"'],
    ['1.50', '1.50'],
    ['{"__proto__":{"a":1},"constructor":2}', '{"__proto__":{"a":1},"constructor":2}'],
  ])('%s', (text, canonical) => expect(canonicalJsonText(text)).toBe(canonical));

  test('in members whose names Go takes in any case, of the outermost object only', () => {
    const text = '{"USERNAME":"a","Extra":{"Username":1},"username":"b"}';
    expect(canonicalJsonText(text, { memberNames: ['username', 'extra'] })).toBe(
      '{"extra":{"Username":1},"username":"b"}',
    );
  });

  test('below a depth that the engine follows: there it is text', () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    let value: unknown = JSON.parse(canonicalJsonText(deep));
    let depth = 0;
    for (; Array.isArray(value); depth += 1) value = value[0];
    expect(depth).toBe(200);
    expect(value).toBe(`${'['.repeat(9800)}${']'.repeat(9800)}`);
  });

  test('in bytes that are no UTF-8', () => {
    const bytes = Uint8Array.from([0x22, 0x61, 0xff, 0x62, 0x22]);
    expect(canonicalJson(bytes, 0, bytes.length)).toBe('"a\ufffdb"');
  });
});

test('what a scan finds regular is in canonical form but for the three escapes of Go', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value);
      const bytes = encoder.encode(text);
      const scanner = new Scanner();
      scanner.reset(bytes, bytes.length);
      scanner.skipValue(0);
      if ((scanner.traits & trait.irregular) === 0) expect(canonicalJsonText(text)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('a string of 32 MB', () => {
  const text = `"\\/${'x'.repeat(32 << 20)}\\n"`;
  expect(canonicalJsonText(text)).toHaveLength((32 << 20) + 5);
});

test('members are found as Go folds them', () => {
  const names = ['kind', 'stage', 'Stage2'];
  expect(foldMember('stage', names)).toBe('stage');
  expect(foldMember('\u017fTAGE', names)).toBe('stage');
  expect(foldMember('\u212aIND', names)).toBe('kind');
  expect(foldMember('STAGE2', names)).toBe('Stage2');
  expect(foldMember('k\u0131nd', names)).toBeUndefined();
});
