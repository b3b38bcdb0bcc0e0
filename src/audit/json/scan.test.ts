import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Scanner, trait } from './scan.ts';

const encoder = new TextEncoder();

/** Offset after the value, its traits; -1 where it is no JSON. */
function scan(bytes: Uint8Array): { readonly after: number; readonly traits: number } {
  const scanner = new Scanner();
  scanner.reset(bytes, bytes.length);
  const after = scanner.skipValue(0);
  return { after, traits: scanner.traits };
}

function accepts(text: string): boolean {
  const bytes = encoder.encode(text);
  return scan(bytes).after === bytes.length;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Pieces of which texts are put together that are almost JSON. */
const fragments = [
  ...'{}[]:,"\\ \t\n\r0123456789-+.eEtrfalsnub/\u0000\u001f\u007fé\u2028😀'.split(''),
  'true',
  'false',
  'null',
  '""',
  '"a":',
  '\\u00e9',
  '\\ud800',
  '\\x',
  '{"a":1}',
  '[1,2]',
  '-0',
  '0.5e-3',
  '1e400',
  '01',
  '.5',
  '1.',
  'NaN',
];

describe('what is JSON', () => {
  test('is just what JSON.parse takes, of random texts', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 12 }), (parts) => {
        const text = parts.join('').trim();
        expect(accepts(text)).toBe(text !== '' && isJson(text));
      }),
      { numRuns: 20_000 },
    );
  });

  test('is just what JSON.parse takes, of documents with one character changed', () => {
    const edits = fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom(...fragments, ''));
    fc.assert(
      fc.property(edits, ([document, at, put]) => {
        const place = at % (document.length + 1);
        const text = `${document.slice(0, place)}${put}${document.slice(place + 1)}`.trim();
        expect(accepts(text)).toBe(text !== '' && isJson(text));
      }),
      { numRuns: 10_000 },
    );
  });

  test('documents with blanks between everything', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(1, '\t', '\r\n '), (value, indent) => {
        expect(accepts(JSON.stringify(value, null, indent))).toBe(true);
      }),
    );
  });

  test('nests as deep as Go allows, and no deeper', () => {
    expect(accepts(`${'['.repeat(2000)}${']'.repeat(2000)}`)).toBe(true);
    expect(accepts(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`)).toBe(true);
    expect(accepts(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)).toBe(true);
    expect(accepts(`${'['.repeat(10_001)}${']'.repeat(10_001)}`)).toBe(false);
    expect(accepts(`${'{"a":'.repeat(10_001)}1${'}'.repeat(10_001)}`)).toBe(false);
  });

  test('ends where its bytes end, whatever stands behind them', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (document, cut) => {
        const bytes = encoder.encode(`[${document}]`);
        const end = cut % (bytes.length + 1);
        const scanner = new Scanner();
        scanner.reset(bytes, end);
        const alone = scan(bytes.slice(0, end));
        expect(scanner.skipValue(0) === end).toBe(alone.after === end);
      }),
    );
  });
});

describe('what is irregular', () => {
  const irregular = (text: string): boolean => (scan(encoder.encode(text)).traits & trait.irregular) !== 0;

  test.each([
    '{"a":1,"b":[true,null,"x"],"c":{"a":1}}',
    '"\\n \\" \\\\ \\u0026 \\u003c é 😀"',
    '123456789012345678',
    '0.25',
    `{${Array.from({ length: 40 }, (_, index) => `"k${index}":1`).join(',')}}`,
    '['.repeat(200) + ']'.repeat(200),
  ])('not %s', (text) => expect(irregular(text)).toBe(false));

  test.each([
    '{"a":1,"a":2}',
    '{"a":{"b":1,"c":2,"b":3}}',
    '{"\\u0061":1}',
    '{ "a":1}',
    '[1 ]',
    '"\\/"',
    '"\\u0041"',
    '"\\ud800"',
    '"\\u003C"',
    '"<"',
    '"\u2028"',
    '1e2',
    '1234567890123456789',
    `{${Array.from({ length: 60 }, (_, index) => `"k${index}":1`).join(',')}}`,
    '['.repeat(201) + ']'.repeat(201),
  ])('%s', (text) => expect(irregular(text)).toBe(true));

  test('keys that are repeated are told in objects of any shape', () => {
    const object = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant('1'),
        fc
          .array(fc.tuple(fc.constantFrom('a', 'b', 'cc', 'dd', 'e'), tie('value')), { maxLength: 5 })
          .map((members) => `{${members.map(([key, value]) => `"${key}":${String(value)}`).join(',')}}`),
      ),
    })).value;
    fc.assert(
      fc.property(object, (made) => {
        const text = String(made);
        // Without repeated keys, parsing and writing gives the same text.
        expect(irregular(text)).toBe(JSON.stringify(JSON.parse(text)) !== text);
      }),
      { numRuns: 3000 },
    );
  });

  test('bytes that are no UTF-8, and nothing else', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ minLength: 1, maxLength: 5, min: 0x7f }),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }).map((text) => encoder.encode(text.toWellFormed())),
        ),
        (inner) => {
          const text = Uint8Array.from([...inner].filter((byte) => byte > 0x3e && byte !== 0x5c));
          let isUtf8 = true;
          try {
            isUtf8 = !/[\u2028\u2029]/.test(decoder.decode(text));
          } catch {
            isUtf8 = false;
          }
          const { after, traits } = scan(Uint8Array.from([0x22, ...text, 0x22]));
          expect(after).toBe(text.length + 2);
          expect((traits & trait.irregular) === 0).toBe(isUtf8);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
