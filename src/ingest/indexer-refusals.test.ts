import { describe, expect, test } from 'vitest';
import { EngineError } from '../store/index.ts';
import { createDeadLetterSink } from './dead-letters.ts';
import { testEvent } from './testkit.ts';
import { live, World } from './testkit/world.ts';

describe('an event that the engine refuses', () => {
  test('is found among many and kept as a dead letter; all others are stored', async () => {
    const world = new World();
    world.store.poison = '/pods/37"';
    const life = await live(world);
    const ids = Array.from({ length: 100 }, (_, index) => index);
    const receipt = await life.receiver.accept('one', Buffer.from(ids.map((id) => testEvent(id)).join('\n')));
    expect(await life.indexer.whenStored(receipt.position ?? -1)).toEqual({
      stored: 99,
      duplicates: 0,
      completed: 0,
      rejected: 1,
    });
    expect(world.store.rows).toHaveLength(99);
    const [letter, ...more] = world.letters.letters.values();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ clusterId: 'one', reason: 'engine-refused' });
    expect(Buffer.from(letter?.bytes ?? []).toString()).toBe(testEvent(37));
    await life.indexer.close();
  });

  test('does not take its truncated twin with it', async () => {
    const world = new World();
    const life = await live(world);
    const cut = await life.receiver.accept('one', Buffer.from(testEvent(1, { isTruncated: true })));
    await life.indexer.whenStored(cut.position ?? -1);
    world.store.poison = '"n":1';
    const whole = await life.receiver.accept('one', Buffer.from(testEvent(1)));
    expect(await life.indexer.whenStored(whole.position ?? -1)).toMatchObject({ rejected: 1 });
    expect(world.store.rows.map((row) => row.isTruncated)).toEqual([true]);
    await life.indexer.close();
  });
});

describe('a cluster whose events cannot be stored keeps no other one waiting', () => {
  const rejectedOne = { stored: 0, duplicates: 0, completed: 0, rejected: 1 };

  test('when the engine fails over them for good, they are set aside', async () => {
    const world = new World();
    world.store.unreadable.add('bad');
    const life = await live(world);
    const send = (cluster: string, id: number) => life.receiver.accept(cluster, Buffer.from(testEvent(id)));
    const receipts = [await send('good', 1), await send('bad', 2), await send('good', 3), await send('bad', 4)];
    const outcomes = await Promise.all(receipts.map(({ position }) => life.indexer.whenStored(position ?? -1)));
    expect(outcomes.map(({ stored, rejected }) => [stored, rejected])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
    expect(world.store.rows.map(({ bytes }) => bytes.toString())).toEqual([testEvent(1), testEvent(3)]);
    expect(world.quarantine.kept.map(({ clusterId, events }) => [clusterId, String(events[0])])).toEqual([
      ['bad', testEvent(2)],
      ['bad', testEvent(4)],
    ]);
    expect(life.journal.pending().events).toBe(0);
    // What comes later is stored as ever.
    const next = await send('good', 5);
    expect(await life.indexer.whenStored(next.position ?? -1)).toMatchObject({ stored: 1 });
    await life.indexer.close();
  });

  test('when the engine cannot insert because of a part that it wrote before, no event is taken for a bad one', async () => {
    const world = new World();
    const life = await live(world);
    world.store.fail = (statement) => {
      if (statement === 'insert') throw new EngineError('corrupt-part', 'a part cannot be read');
      return undefined;
    };
    const lines = [1, 2, 3].map((id) => testEvent(id));
    const { position } = await life.receiver.accept('good', Buffer.from(lines.join('\n')));
    expect(await life.indexer.whenStored(position ?? -1)).toMatchObject({ stored: 0, rejected: 3 });
    expect(world.quarantine.kept.map(({ events }) => events.map(String))).toEqual([lines]);
    expect(world.letters.letters.size).toBe(0);
    await life.indexer.close();
  });

  test('when its dead letters have no room for an event that the engine refuses', async () => {
    const world = new World();
    world.store.poison = '/pods/2"';
    world.sink = createDeadLetterSink({ add: async () => ({ kept: 0, dropped: 1 }) });
    const life = await live(world);
    const refused = await life.receiver.accept('bad', Buffer.from(testEvent(2)));
    const good = await life.receiver.accept('good', Buffer.from(testEvent(3)));
    expect(await life.indexer.whenStored(refused.position ?? -1)).toEqual(rejectedOne);
    expect(await life.indexer.whenStored(good.position ?? -1)).toMatchObject({ stored: 1 });
    expect(world.quarantine.kept.map(({ events }) => String(events[0]))).toEqual([testEvent(2)]);
    await life.indexer.close();
  });
});
