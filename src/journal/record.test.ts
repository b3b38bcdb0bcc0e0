import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBody, decodeHeader, encodeHead, headerLength, prepareEntry, recordMark } from './record.ts';

const mark = recordMark('0123456789abcdef');
const entries = fc.record({
  clusterId: fc.string({ unit: 'grapheme', maxLength: 20 }),
  receivedAtMicros: fc.integer({ min: 0, max: 2 ** 52 }),
  kind: fc.nat(255),
  flags: fc.nat(255),
  tag: fc.string({ unit: 'grapheme', maxLength: 40 }),
  eventCount: fc.nat(2 ** 32 - 1),
  payload: fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 4 }),
});

test('a record that was written is read back field by field', () => {
  fc.assert(
    fc.property(entries, fc.maxSafeNat(), fc.maxSafeNat(), (entry, position, eventsBefore) => {
      const head = encodeHead(mark, prepareEntry(entry), position, eventsBefore);
      const header = decodeHeader(mark, head.subarray(0, headerLength), position);
      if (typeof header === 'string') throw new Error(header);
      const body = decodeBody(header, Buffer.concat([head.subarray(headerLength), ...entry.payload]));
      const { receivedAtMicros, kind, flags, eventCount } = header;
      expect({ receivedAtMicros, kind, flags, eventCount, ...body }).toEqual({
        ...entry,
        payload: Buffer.concat(entry.payload),
      });
      expect(header).toMatchObject({ position, eventsBefore });
    }),
  );
});

test('a record with any bit changed is refused', () => {
  fc.assert(
    fc.property(entries, fc.nat(), (entry, seed) => {
      const record = Buffer.concat([encodeHead(mark, prepareEntry(entry), 32, 0), ...entry.payload]);
      const bit = seed % (record.length * 8);
      record.writeUInt8(record.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const header = decodeHeader(mark, record, 32);
      const body = typeof header === 'string' ? undefined : decodeBody(header, record.subarray(headerLength));
      expect(body).toBeUndefined();
    }),
  );
});

test('a whole header at another position, or of another journal, is refused', () => {
  const entry = { clusterId: 'c', receivedAtMicros: 1, kind: 0, flags: 0, tag: '', eventCount: 1, payload: [] };
  const head = encodeHead(mark, prepareEntry(entry), 64, 0);
  expect(decodeHeader(mark, head, 64)).toBeTypeOf('object');
  expect(decodeHeader(mark, head, 65)).toBe('the record belongs to another position');
  expect(decodeHeader(recordMark('ffffffffffffffff'), head, 64)).toBe('no record begins here');
});
