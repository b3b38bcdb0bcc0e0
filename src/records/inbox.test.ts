import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewInboxItem } from './inbox.ts';
import { temporaryRecords, type TemporaryRecords } from './testkit.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

function item(key: string, change: Partial<NewInboxItem> = {}): NewInboxItem {
  return { key, message: `{"of":"${key}"}`, severity: 'high', scope: '{}', ...change };
}

async function idOf(key: string): Promise<number> {
  const all = await kept.records.inbox.list({ reader: 'ann', limit: 1000 });
  return all.find((one) => one.key === key)?.id ?? -1;
}

async function keys(query: Partial<Parameters<typeof kept.records.inbox.list>[0]>): Promise<readonly string[]> {
  return (await kept.records.inbox.list({ reader: 'ann', limit: 100, ...query })).map(({ key }) => key);
}

describe('the message centre', () => {
  test('takes a key once', async () => {
    expect(await kept.records.inbox.add(item('a'))).toBe(true);
    expect(await kept.records.inbox.add(item('a'))).toBe(false);
    expect(await keys({})).toEqual(['a']);
  });

  test('is listed by state, severity, assignee and scope, the latest first', async () => {
    const { inbox } = kept.records;
    await inbox.add(item('a', { severity: 'low' }));
    await inbox.add(item('b', { scope: '{"b":1}' }));
    await inbox.add(item('c'));
    expect(await keys({})).toEqual(['c', 'b', 'a']);
    expect(await keys({ before: await idOf('c'), limit: 1 })).toEqual(['b']);
    expect(await keys({ severity: 'low' })).toEqual(['a']);
    expect(await keys({ scopes: ['{}'] })).toEqual(['c', 'a']);
    expect((await inbox.scopes()).toSorted()).toEqual(['{"b":1}', '{}']);
    await inbox.assign(await idOf('b'), 'bob', 'ann');
    expect(await keys({ assignee: 'bob' })).toEqual(['b']);
    expect(await inbox.acknowledge(await idOf('b'), 'ann')).toBe(true);
    expect(await keys({ state: 'acknowledged' })).toEqual(['b']);
    expect(await inbox.find(await idOf('b'), 'ann')).toMatchObject({ changedBy: 'ann', changedAt: kept.clock.now() });
  });

  test('says how much of what a reader may see they have not read', async () => {
    const { inbox } = kept.records;
    await inbox.add(item('a', { severity: 'low' }));
    await inbox.add(item('b'));
    await inbox.add(item('c', { scope: '{"c":1}' }));
    const scopes = ['{}'];
    const counts = async (reader: string) => Object.fromEntries(await inbox.unread({ reader, scopes }));
    expect(await counts('ann')).toEqual({ low: 1, high: 1 });
    await inbox.read([await idOf('a'), 4711], 'ann');
    await inbox.read([await idOf('a')], 'ann');
    expect(await counts('ann')).toEqual({ high: 1 });
    expect(await keys({ isUnread: true })).toEqual(['c', 'b']);
    await inbox.readAll(await idOf('c'), { reader: 'ann', scopes });
    expect(await keys({ isUnread: true })).toEqual(['c']);
    expect(await counts('bob')).toEqual({ low: 1, high: 1 });
  });

  test('ends with its problem, once', async () => {
    const { inbox } = kept.records;
    await inbox.add(item('a', { problem: 'p' }));
    await inbox.add(item('b', { problem: 'q' }));
    await inbox.acknowledge(await idOf('a'), 'ann');
    expect(await inbox.resolve('p')).toBe(1);
    expect(await inbox.resolve('p')).toBe(0);
    expect(await keys({ state: 'resolved' })).toEqual(['a']);
    expect(await inbox.acknowledge(await idOf('a'), 'ann')).toBe(false);
  });

  test('takes comments, so many of an item', async () => {
    const { inbox } = kept.records;
    await inbox.add(item('a'));
    const id = await idOf('a');
    kept.records.transaction((within) => {
      for (let index = 0; index < 500; index += 1)
        expect(within.inbox.comment(id, { author: 'ann', text: `${index}` })).toBe(true);
    });
    expect(await inbox.comment(id, { author: 'ann', text: 'too much' })).toBe(false);
    expect(await inbox.comment(4711, { author: 'ann', text: 'to nothing' })).toBe(false);
    const comments = await inbox.comments(id);
    expect(comments).toHaveLength(500);
    expect(comments[7]).toEqual({ at: kept.clock.now(), author: 'ann', text: '7' });
    expect(await inbox.find(id, 'ann')).toMatchObject({ commentCount: 500 });
  });

  test('is bounded by age and count, with all that belongs to an item', async () => {
    const { inbox } = kept.records;
    await inbox.add(item('old'));
    const old = await idOf('old');
    await inbox.comment(old, { author: 'ann', text: 'seen' });
    await inbox.read([old], 'ann');
    kept.clock.advance(1000);
    for (const key of ['a', 'b', 'c']) await inbox.add(item(key));
    expect(await inbox.forget({ before: kept.clock.now(), count: 2 })).toBe(2);
    expect(await keys({})).toEqual(['c', 'b']);
    expect(await inbox.comments(old)).toEqual([]);
  });
});
