import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../platform/index.ts';
import { lineOf } from '../testkit.ts';
import { StandardInput } from './standard-input.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-input-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const files = (): string[] =>
  readdirSync(directory)
    .toSorted()
    .map((name) => path.join(directory, name));
const size = (): number => files().reduce((sum, file) => sum + statSync(file).size, 0);

/** The pieces of a text, and how many of them were asked for. */
function pipeOf(text: string, pieceBytes: number) {
  const bytes = Buffer.from(text);
  const pipe = {
    taken: 0,
    async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        pipe.taken = Math.min(bytes.length, from + pieceBytes);
        yield bytes.subarray(from, from + pieceBytes);
      }
    },
  };
  return pipe;
}

const open = (source: AsyncIterable<Uint8Array>, limit = 1 << 20): Promise<StandardInput> =>
  StandardInput.open({
    directory,
    source,
    limit,
    clock: systemClock,
    onFailure: (error) => expect.fail(String(error)),
  });

test('all of it is in files that begin and end with a line', async () => {
  const text = Array.from({ length: 500 }, (_, index) => lineOf(index, index)).join('');
  const input = await open(pipeOf(text, 777), 1 << 20);
  await expect.poll(() => input.isOver()).toBe(true);
  expect(
    files()
      .map((file) => readFileSync(file, 'utf8'))
      .join(''),
  ).toBe(text);
  for (const file of files()) expect(readFileSync(file, 'utf8')).toMatch(/^\{[^]*\n$/);
  await input.close();
});

test('no more is read than there is room for, and more when files are removed', async () => {
  const line = lineOf(1, 1000);
  const text = line.repeat(200);
  const limit = 40 * line.length;
  const pipe = pipeOf(text, line.length);
  const input = await open(pipe, limit);
  let kept = 0;
  for (let round = 0; !input.isOver(); round += 1) {
    await expect.poll(() => input.isOver() || size() >= limit).toBe(true);
    // One more piece may wait in memory.
    expect(size()).toBe(Math.min(limit, text.length - kept));
    expect(pipe.taken).toBeLessThanOrEqual(kept + limit + line.length);
    const whole = files().filter((file) => /\d$/.test(file));
    kept += whole.reduce((sum, file) => sum + statSync(file).size, 0);
    await input.remove(whole);
  }
  expect(kept + size()).toBe(text.length);
  await input.close();
});

test('what an earlier process left is taken up', async () => {
  writeFileSync(path.join(directory, 'input.log.0007'), lineOf(1));
  writeFileSync(path.join(directory, 'input.log'), lineOf(2));
  const input = await open(pipeOf(lineOf(3), 1000));
  await expect.poll(() => input.isOver()).toBe(true);
  const texts = files().map((file) => `${path.basename(file)} ${readFileSync(file, 'utf8')}`);
  expect(texts).toEqual([`input.log.0007 ${lineOf(1)}`, `input.log.0008 ${lineOf(2)}`, `input.log.0009 ${lineOf(3)}`]);
  await input.close();
});
