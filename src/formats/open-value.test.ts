import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OpenValue, type ValueEnd } from './open-value.ts';

const container = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }),
  fc.array(fc.jsonValue(), { maxLength: 5 }),
);

/** Where a text is left whose bytes come in parts of a size. */
function endOf(text: string, size: number): ValueEnd | undefined {
  const bytes = Buffer.from(text);
  const value = new OpenValue();
  for (let at = 0; at < bytes.length; at += size) {
    const end = value.endIn(bytes.subarray(at, at + size), 0);
    if (end) return { ...end, at: end.at + at };
  }
  return undefined;
}

describe('an object or array', () => {
  test('ends where it does, whatever follows and however its bytes are parted', () => {
    fc.assert(
      fc.property(
        container,
        fc.constantFrom(undefined, 1),
        fc.string(),
        fc.integer({ min: 1, max: 40 }),
        (value, spaces, behind, size) => {
          const text = JSON.stringify(value, undefined, spaces);
          expect(endOf(`${text}${behind}`, size)).toEqual({ at: Buffer.byteLength(text), isDamaged: false });
        },
      ),
    );
  });

  test('that is cut goes on', () => {
    fc.assert(
      fc.property(container, fc.integer({ min: 1, max: 40 }), fc.nat(), (value, size, cut) => {
        const text = Buffer.from(JSON.stringify(value));
        expect(endOf(text.subarray(0, cut % text.length).toString('latin1'), size)).toBeUndefined();
      }),
    );
  });

  test.each([
    '{"a":1,\n{"a":2}',
    '{"a\n":1}',
    '[1,]',
    '{]',
    '{"a"}',
    '{"a":}',
    '[1 2]',
    '[}',
    '{"a":1,}',
    '{1}',
    '[:]',
    '[1,{"a":[1}',
  ])('that is none is left where it breaks: %s', (text) => expect(endOf(text, 3)?.isDamaged).toBe(true));
});
