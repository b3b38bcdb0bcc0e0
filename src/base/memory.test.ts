import { markAsUntransferable } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { ownsMemory, releaseMemory } from './memory.ts';

test('released bytes are empty, and their memory is gone', () => {
  const bytes = new Uint8Array(1 << 20);
  const { buffer } = bytes;
  releaseMemory(bytes);
  expect(bytes.length).toBe(0);
  expect(buffer.detached).toBe(true);
  releaseMemory(bytes);
});

test('memory that cannot be detached stays', () => {
  const bytes = new Uint8Array(8);
  markAsUntransferable(bytes.buffer);
  releaseMemory(bytes);
  expect(bytes.length).toBe(8);
});

test('memory that others use stays', () => {
  const whole = Uint8Array.of(1, 2, 3);
  releaseMemory(whole.subarray(1));
  const shared = new Uint8Array(new SharedArrayBuffer(3));
  releaseMemory(shared);
  expect(ownsMemory(shared)).toBe(false);
  expect([...whole]).toEqual([1, 2, 3]);
  expect(shared.length).toBe(3);
});
