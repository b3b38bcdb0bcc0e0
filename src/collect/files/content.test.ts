import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { constants, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openContent } from './content.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-content-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const text = Buffer.from(Array.from({ length: 40_000 }, (_, index) => `line ${index * 7919}\n`).join(''));

/** Reads stretches at these positions, in this order. */
async function readAt(file: string, ...positions: readonly number[]): Promise<readonly string[]> {
  const content = await openContent(file);
  const read: string[] = [];
  for (const position of positions) {
    const buffer = new Uint8Array(1000);
    read.push(Buffer.from(buffer.subarray(0, await content.read(buffer, position))).toString());
  }
  await content.close();
  return read;
}

test.each([
  ['plain', (bytes: Buffer) => bytes],
  ['gzip', (bytes: Buffer) => gzipSync(bytes)],
  [
    'gzip of two members',
    (bytes: Buffer) => Buffer.concat([gzipSync(bytes.subarray(0, 99)), gzipSync(bytes.subarray(99))]),
  ],
  ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
] as const)('%s is read from any position', async (_, pack) => {
  const file = path.join(directory, 'log');
  writeFileSync(file, pack(text));
  const positions = [0, 5, 300_000, 299_000, 0, text.length - 10, text.length, text.length + 5];
  const expected = positions.map((at) => text.subarray(at, at + 1000).toString());
  expect(await readAt(file, ...positions)).toEqual(expected);
});

test.each([0.1, 0.5, 0.9, 1])('all that can be read of a gzip cut at %f of it is read', async (share) => {
  const packed = gzipSync(text);
  const cut = packed.subarray(0, Math.floor(packed.length * share) - (share === 1 ? 3 : 0));
  const readable = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
  const file = path.join(directory, 'log.gz');
  writeFileSync(file, cut);
  const content = await openContent(file);
  const buffer = new Uint8Array(text.length + 1);
  const count = await content.read(buffer, 0);
  expect(readable.equals(buffer.subarray(0, count))).toBe(true);
  expect(content.damage()).toEqual({ packing: 'gzip', reason: 'unexpected end of file', storedOffset: cut.length });
  await content.close();
});

test('damage in the middle of a gzip costs what is behind it', async () => {
  const packed = gzipSync(text);
  packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 50);
  const file = path.join(directory, 'log.gz');
  writeFileSync(file, packed);
  const content = await openContent(file);
  const buffer = new Uint8Array(text.length);
  const count = await content.read(buffer, 0);
  expect(count).toBeGreaterThan(text.length / 4);
  expect(content.damage()?.storedOffset).toBeGreaterThan(packed.length / 3);
  await content.close();
});

test('what is no regular file is refused, and waited for by nobody', async () => {
  const at = (name: string): string => path.join(directory, name);
  mkdirSync(at('directory'));
  execFileSync('mkfifo', [at('fifo')]);
  symlinkSync(at('fifo'), at('link'));
  await expect(openContent(at('directory'))).rejects.toThrow(/it is a directory; name the files in it/);
  await expect(openContent(at('fifo'))).rejects.toThrow(/it is a FIFO; pipe it to standard input/);
  await expect(openContent(at('link'))).rejects.toThrow(/it is a symbolic link/);
  await expect(openContent('/dev/null')).rejects.toThrow(/it is a device/);
  await expect(openContent(at('nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
