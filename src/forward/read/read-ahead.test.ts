import { expect, test } from 'vitest';
import { createEventStream, type EventSource } from '../../stream/index.ts';
import { storedEvent } from '../testkit.ts';
import { readAhead } from './read-ahead.ts';

const all = Array.from({ length: 12 }, (_, index) => storedEvent({ id: `e${index}`, receivedAtMicros: 1001 + index }));

/** A store that gives four events at a time and counts how often it is asked. */
function storeOf(failing: Set<number> = new Set()) {
  let asked = 0;
  const source: EventSource = {
    received: async ({ after, throughMicros }) => {
      asked += 1;
      if (failing.delete(asked)) throw new Error('away');
      const later = all.filter(({ receivedAtMicros: at }) => at > after.receivedAtMicros && at <= throughMicros);
      return { events: later.slice(0, 4), isLast: later.length <= 4 };
    },
  };
  const stream = createEventStream(source);
  const follower = readAhead(stream.follow({ after: { receivedAtMicros: 1000 }, whenBehind: 'read' }));
  return { stream, follower, asked: () => asked };
}

test('what comes next is read while a piece is looked at, and each piece once', async () => {
  const { stream, follower, asked } = storeOf();
  expect([await follower.read(), asked()]).toEqual([undefined, 0]);
  stream.advance(1001, 1012);
  const given: string[] = [];
  for (let chunk = await follower.read(), count = 1; chunk; chunk = await follower.read(), count += 1) {
    // Of three pieces.
    expect(asked()).toBe(Math.min(count + 1, 3));
    expect(await follower.read()).toBe(chunk);
    given.push(...chunk.events.map(({ cursor }) => cursor));
    follower.move(chunk);
  }
  expect([asked(), given]).toEqual([3, all.map(({ cursor }) => cursor)]);
});

test('what cannot be read ahead is read when it is asked for, and only that can fail', async () => {
  const { stream, follower } = storeOf(new Set([1, 3, 4]));
  stream.advance(1001, 1012);
  await expect(follower.read()).rejects.toThrow('away');
  // The third statement is the one ahead.
  const first = await follower.read();
  expect(await follower.read()).toBe(first);
  if (first) follower.move(first);
  await expect(follower.read()).rejects.toThrow('away');
  expect((await follower.read())?.events.map(({ cursor }) => cursor)).toEqual(['e4', 'e5', 'e6', 'e7']);
});
