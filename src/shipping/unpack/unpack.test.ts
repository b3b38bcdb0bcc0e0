import { readFileSync } from 'node:fs';
import path from 'node:path';
import { constants, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DamagedInput, unpack } from './index.ts';

const folder = path.resolve(import.meta.dirname, '../../../test/fixtures/packed');
const fixture = (name: string): Buffer => readFileSync(path.join(folder, name));

/** What the fixtures hold, which xz 5 and bzip2 1.0 packed. */
const lines = Buffer.from(Array.from({ length: 60_000 }, (_, id) => `{"auditID":"${id % 1000}"}\n`).join(''));
const text = Buffer.from(
  Array.from({ length: 300 }, (_, id) => `{"auditID":"${id}","a":"é中😀${id * 7919}"}\n`).join(''),
);

const packed: Readonly<Record<string, { readonly bytes: Buffer; readonly holds: Buffer }>> = {
  gzip: { bytes: gzipSync(text), holds: text },
  zstd: { bytes: zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }), holds: text },
  xz: { bytes: fixture('lines.xz'), holds: lines },
  bzip2: { bytes: fixture('lines.bz2'), holds: lines },
};
const all = Object.entries(packed).map(([name, one]) => ({ name, ...one }));
const bigEndian = (given: string): Buffer => Buffer.from(given, 'utf16le').swap16();

async function* parts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Unpacked {
  readonly bytes: Buffer;
  readonly damage: DamagedInput | undefined;
  readonly largest: number;
}

async function unpacked(bytes: Uint8Array, size = 1 << 16): Promise<Unpacked> {
  const given: Uint8Array[] = [];
  let damage: DamagedInput | undefined;
  try {
    for await (const part of unpack(parts(bytes, size))) given.push(Uint8Array.from(part));
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error;
    damage = error;
  }
  return { bytes: Buffer.concat(given), damage, largest: Math.max(0, ...given.map(({ length }) => length)) };
}

describe.each(all)('$name', ({ name, bytes, holds }) => {
  test('is unpacked, in whatever parts it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (size) => {
        const { bytes: given, damage } = await unpacked(bytes, size);
        expect(damage).toBeUndefined();
        expect(given.equals(holds)).toBe(true);
      }),
      { numRuns: 20, examples: [[1], [12]] },
    );
  });

  test('is unpacked several times over, with padding behind', async () => {
    // Nobody pads bzip2.
    const twice = Buffer.concat([bytes, bytes, Buffer.alloc(name === 'bzip2' ? 0 : 8)]);
    for (const size of [100, 1 << 20]) {
      const { bytes: given, damage } = await unpacked(twice, size);
      expect(damage).toBeUndefined();
      expect(given.equals(Buffer.concat([holds, holds]))).toBe(true);
    }
  });

  test('that breaks off gives what is before, and says where', async () => {
    for (let at = 12; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
      const { bytes: given, damage } = await unpacked(bytes.subarray(0, at), 512);
      expect(damage).toMatchObject({ packing: name, packedBytes: at });
      expect(given.equals(holds.subarray(0, given.length))).toBe(true);
    }
    const { damage } = await unpacked(bytes.subarray(0, -1));
    expect(damage).toMatchObject({ packing: name, packedBytes: bytes.length - 1 });
  });

  test('that is damaged in the middle gives nothing wrong without a word', async () => {
    for (let at = Math.floor(bytes.length / 3); at < bytes.length; at += Math.ceil(bytes.length / 20)) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const { bytes: given, damage } = await unpacked(damaged, 512);
      if (!damage) expect(given.equals(holds)).toBe(true);
    }
  });

  test('behind which something else stands says so', async () => {
    const { bytes: given, damage } = await unpacked(
      Buffer.concat([bytes, Buffer.from('something else, and much of it')]),
      1 << 20,
    );
    expect(damage).toMatchObject({ packing: name });
    expect(given.equals(holds.subarray(0, given.length))).toBe(true);
  });
});

test('of a gzip that breaks off everything is given that is there', async () => {
  const { bytes } = packed['gzip'] ?? { bytes: Buffer.alloc(0) };
  for (let at = 20; at < bytes.length; at += 97) {
    const readable = gunzipSync(bytes.subarray(0, at), { finishFlush: constants.Z_SYNC_FLUSH });
    expect((await unpacked(bytes.subarray(0, at), 4096)).bytes.equals(readable)).toBe(true);
  }
});

test('a checksum that the decoder does not know is named', async () => {
  expect((await unpacked(fixture('lines-sha256.xz'))).damage?.message).toBe(
    'it has a kind of checksum, or a filter, that is not supported',
  );
});

test.each([
  ['little end first, with a mark', Buffer.from(`\ufeff${text.toString()}`, 'utf16le')],
  ['little end first', Buffer.from(text.toString(), 'utf16le')],
  ['big end first, with a mark', bigEndian(`\ufeff${text.toString()}`)],
  ['big end first', bigEndian(text.toString())],
])('UTF-16, %s, becomes UTF-8, in whatever parts it comes', async (_name, bytes) => {
  for (const size of [1, 7, 1 << 16]) expect((await unpacked(bytes, size)).bytes.toString()).toBe(text.toString());
});

test('layers within layers are taken off, and what is in none is given as it is', async () => {
  const utf16 = Buffer.from(`\ufeff${text.toString()}`, 'utf16le');
  expect((await unpacked(gzipSync(zstdCompressSync(utf16)))).bytes.equals(text)).toBe(true);
  expect((await unpacked(text, 33)).bytes.equals(text)).toBe(true);
  expect((await unpacked(Buffer.alloc(0))).bytes.length).toBe(0);
  expect((await unpacked(Buffer.from('PK\u0003\u0004...'))).bytes.toString()).toBe('PK\u0003\u0004...');
});

test.each([
  ['gzip', gzipSync(Buffer.alloc(300 << 20))],
  ['zstd', zstdCompressSync(Buffer.alloc(300 << 20))],
])('%s that unpacks to far more than itself is given part by part', async (_name, bytes) => {
  let size = 0;
  let largest = 0;
  for await (const part of unpack(parts(bytes, 1 << 16))) {
    size += part.length;
    largest = Math.max(largest, part.length);
  }
  expect(size).toBe(300 << 20);
  expect(largest).toBeLessThan(1 << 20);
});

test('whoever stops reading leaves nothing running', async () => {
  let isClosed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield gzipSync(text);
    } finally {
      isClosed = true;
    }
  }
  for await (const part of unpack(endless())) if (part.length > 0) break;
  expect(isClosed).toBe(true);
});

test('what fails before it comes to the packing fails as it did', async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield gzipSync(text).subarray(0, 40);
    throw new Error('broken disk');
  }
  const reading = (async () => {
    for await (const part of unpack(failing())) expect(part.length).toBeGreaterThan(0);
  })();
  await expect(reading).rejects.toThrow('broken disk');
});
