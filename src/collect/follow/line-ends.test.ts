import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReader } from '../../shipping/index.ts';
import { lastLineEnd, zerosEnd } from './line-ends.ts';
import { PieceReader } from './piece-reader.ts';

const texts = fc
  .array(fc.constantFrom('a', '{"b":1}', '\n', '\0', '\0\0\0', 'é', '\0'.repeat(70_000)), { maxLength: 30 })
  .map((parts) => parts.join(''));

test('a zero ends a line as a line feed does', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = Buffer.from(text);
      expect(bytes.subarray(lastLineEnd(bytes)).toString()).toBe(/[^\n\0]*$/.exec(text)?.[0]);
      const zero = text.indexOf('\0');
      if (zero >= 0) {
        const at = Buffer.byteLength(text.slice(0, zero));
        expect(zerosEnd(bytes, at) - at).toBe(/^\0+/.exec(text.slice(zero))?.[0].length);
      }
    }),
    { numRuns: 500 },
  );
});

test('zeros are left out, whatever they stand between and however the bytes come', () => {
  // Empty lines are nothing to send, and may stay.
  const linesOf = (text: string): string[] => text.split(/[\n\0]/).filter((line) => line !== '');
  const makeReader = () => new PieceReader(() => createReader({ maxRecordBytes: 8 << 20 }), 7);
  fc.assert(
    fc.property(texts, fc.array(fc.integer({ min: 1, max: 80_000 })), (text, sizes) => {
      const bytes = Buffer.from(`${text}\n`);
      expect(makeReader().push(bytes).lines).toBe(linesOf(text).length);
      const reader = makeReader();
      const read: Uint8Array[] = [];
      let [end, at] = [0, 0];
      for (const size of [...sizes, bytes.length]) {
        const cut = reader.push(bytes.subarray(at, at + size));
        at = Math.min(bytes.length, at + size);
        read.push(cut.bytes);
        ({ end } = cut);
      }
      expect(linesOf(Buffer.concat(read).toString())).toEqual(linesOf(text));
      expect(Buffer.concat(read)).not.toContain(0);
      expect(end).toBe(7 + bytes.length);
    }),
    { numRuns: 500 },
  );
});
