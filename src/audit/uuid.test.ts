import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readUuid, writePlainUuid, writeTextId } from './uuid.ts';

const encoder = new TextEncoder();

test('a UUID comes back from its sixteen bytes', () => {
  fc.assert(
    fc.property(fc.uuid({ version: [1, 4, 7] }), (uuid) => {
      const bytes = encoder.encode(`..${uuid}`);
      const stored = new Uint8Array(20);
      expect(writePlainUuid(bytes, 2, bytes.length, stored, 4)).toBe(true);
      expect(readUuid(stored, 4)).toBe(uuid);
    }),
  );
});

test.each([
  'ABCDEF01-2345-6789-abcd-ef0123456789',
  '00000000-0000-0000-0000-000000000000',
  'abcdef0123456789abcdef012345678912345',
  'abcdef01-2345-6789-abcd-ef01234567890',
  'abcdef01-2345-6789-abcd-ef012345678',
  'gbcdef01-2345-6789-abcd-ef0123456789',
  'abcdef01-2345-6789-abcd_ef0123456789',
  '00000000-0000-0000-0000-00000000000G',
  '',
])('"%s" is none as an API server writes it', (text) => {
  const bytes = encoder.encode(text);
  expect(writePlainUuid(bytes, 0, bytes.length, new Uint8Array(16), 0)).toBe(false);
});

test('what is changed in one place is a UUID only with another digit there', () => {
  const place = fc.tuple(fc.uuid(), fc.nat(35), fc.nat(255));
  fc.assert(
    fc.property(place, ([uuid, at, byte]) => {
      const bytes = encoder.encode(uuid);
      bytes[at] = byte;
      const isOne = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(Buffer.from(bytes).toString('latin1'));
      expect(writePlainUuid(bytes, 0, bytes.length, new Uint8Array(16), 0)).toBe(isOne);
    }),
    { numRuns: 3000 },
  );
});

test('other ids have sixteen bytes of their own, the same each time', () => {
  const ids = ['chosen-by-the-client', 'chosen-by-the-client2', 'a', 'b', ''];
  const written = ids.map((id) => {
    const bytes = encoder.encode(id);
    const target = new Uint8Array(16);
    writeTextId(bytes, 0, bytes.length, target, 0);
    return Buffer.from(target).toString('hex');
  });
  expect(new Set(written).size).toBe(ids.length);
  // Stores hold them: another hash would not find what is there.
  expect(written[0]).toBe('7b4259ec8dd2fd9aafe51f4295290ebc');
});
