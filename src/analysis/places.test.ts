import { expect, test } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { createPlaces } from './places.ts';

const refused = { code: 'too-many-requests', status: 429, retryable: true };

test('a caller has some of the places, another finds one free at once', async () => {
  const { statements } = createPlaces(createManualClock());
  const held = [await statements.acquire({ key: 'busy' }), await statements.acquire({ key: 'busy' })];
  const order: string[] = [];
  const waiting = ['first', 'second'].map(async (name) => {
    const release = await statements.acquire({ key: 'busy' });
    order.push(name);
    release();
  });
  (await statements.acquire({ key: 'other' }))();
  expect(order).toEqual([]);
  for (const release of held) release();
  await Promise.all(waiting);
  expect(order).toEqual(['first', 'second']);
});

test('so many of a caller wait, and so long; whoever comes beyond, or waits longer, is refused', async () => {
  const clock = createManualClock();
  const { exports } = createPlaces(clock);
  const release = await exports.acquire({ key: 'slow' });
  const waiting = Array.from({ length: 4 }, () => exports.acquire({ key: 'slow' }));
  await expect(exports.acquire({ key: 'slow' })).rejects.toMatchObject(refused);
  const settled = Promise.allSettled(waiting);
  clock.advance(60_000);
  expect((await settled).map((one) => one.status === 'rejected' && one.reason)).toEqual(
    waiting.map(() => expect.objectContaining(refused)),
  );
  // What gave up holds nothing.
  release();
  (await exports.acquire({ key: 'slow' }))();
});

test('exports that are read slowly leave places for seven other callers', async () => {
  const { exports } = createPlaces(createManualClock());
  const held = await Promise.all(Array.from({ length: 8 }, (_, index) => exports.acquire({ key: `caller-${index}` })));
  expect(held).toHaveLength(8);
  let isThere = false;
  const ninth = exports.acquire({ key: 'ninth' }).then(() => (isThere = true));
  await Promise.resolve();
  expect(isThere).toBe(false);
  held[0]?.();
  await ninth;
  expect(isThere).toBe(true);
});
