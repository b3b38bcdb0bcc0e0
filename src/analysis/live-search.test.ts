import { expect, test } from 'vitest';
import type { StoredEvent } from '../store/index.ts';
import { findLive, type LiveSearch } from './live-search.ts';

const event: StoredEvent = {
  bytes: new Uint8Array(),
  clusterId: 'c',
  namespace: '',
  resource: '',
  subresource: '',
  timeMicros: 0,
  receivedAtMicros: 0,
  wrapper: '',
  isRedacted: false,
  cursor: '',
};

/** A search that takes so long for each event. */
function slow(ms: number): LiveSearch {
  const finds = (): boolean => {
    for (const until = performance.now() + ms; performance.now() < until;);
    return true;
  };
  return { key: 'slow', finds, show: () => '' };
}

test('everybody else is answered after each look that takes long, however few there are', async () => {
  let turns = 0;
  let isOver = false;
  const others = (): void => {
    turns += 1;
    if (!isOver) setImmediate(others);
  };
  setImmediate(others);
  const found = await findLive(
    Array.from({ length: 8 }, () => event),
    [slow(10)],
  );
  isOver = true;
  expect(found.get('slow')).toHaveLength(8);
  expect(turns).toBeGreaterThanOrEqual(7);
});
