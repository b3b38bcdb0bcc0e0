import { chmodSync, chownSync, lchownSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { makePrivate } from './private-files.ts';

let folder: string;
let lines: string[];
const logger = createLogger('info', { write: (line) => lines.push(line) });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'private-'));
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what is for its owner alone is left alone', async () => {
  expect(await makePrivate(folder, logger)).toBe('private');
  expect(lines).toEqual([]);
});

test.each([
  [0o755, 'was-readable', 0o700],
  [0o711, 'was-readable', 0o700],
  [0o777, 'was-writable', 0o700],
  [0o770, 'was-writable', 0o700],
  [0o640, 'was-readable', 0o600],
])('mode %o %s, and is mended with a warning', async (mode, privacy, mended) => {
  chmodSync(folder, mode);
  expect(await makePrivate(folder, logger)).toBe(privacy);
  expect(statSync(folder).mode & 0o777).toBe(mended);
  expect(lines).toHaveLength(1);
  chmodSync(folder, 0o700);
});

test('a link is as private as what it leads to, whoever made it', async () => {
  const link = `${folder}.link`;
  symlinkSync(folder, link);
  try {
    expect(await makePrivate(link, logger)).toBe('private');
    chmodSync(folder, 0o755);
    expect(await makePrivate(link, logger)).toBe('was-readable');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    if (process.geteuid?.() !== 0) return;
    lchownSync(link, 12_345, 12_345);
    expect(await makePrivate(link, logger)).toBe('private');
  } finally {
    rmSync(link);
  }
});

test.skipIf(process.geteuid?.() !== 0)('what another user owns is refused, whatever its mode', async () => {
  chownSync(folder, 12_345, 12_345);
  await expect(makePrivate(folder, logger)).rejects.toMatchObject({ code: 'conflict' });
});
