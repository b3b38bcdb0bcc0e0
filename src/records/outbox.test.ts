import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NewOutboxEntry } from './outbox.ts';
import { temporaryRecords, type TemporaryRecords } from './testkit.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

const minute = 60_000;

function entry(key: string, change: Partial<NewOutboxEntry> = {}): NewOutboxEntry {
  const now = kept.clock.now();
  const rest = { kind: 'alert', severity: 'high', message: `{"of":"${key}"}`, scope: '{}' };
  return { key, channel: 'oncall', sequence: key, ...rest, dueAt: now, expiresAt: now + 60 * minute, ...change };
}

function attempt(outcome: string) {
  return { at: kept.clock.now(), duration: 5, outcome, status: 200, answer: 'ok' };
}

async function add(key: string, change: Partial<NewOutboxEntry> = {}): Promise<number> {
  return (await kept.records.outbox.add(entry(key, change))) ?? -1;
}

const nextKey = async (channel = 'oncall') => (await kept.records.outbox.next(channel))?.key;

describe('the outbox', () => {
  test('takes a key once, for ever and over restarts', async () => {
    const { outbox } = kept.records;
    const id = await add('a');
    expect(await outbox.add(entry('a', { message: 'another' }))).toBeUndefined();
    await outbox.begin(id);
    await outbox.finish(id, attempt('delivered'), { state: 'sent' });
    expect(await kept.reopen().outbox.add(entry('a'))).toBeUndefined();
    expect(await kept.records.outbox.find(id)).toMatchObject({ message: '{"of":"a"}', state: 'sent', attempts: 1 });
  });

  test('gives what is due first, and of a sequence only the first', async () => {
    const now = kept.clock.now();
    const first = await add('a1', { sequence: 'a', dueAt: now + minute });
    await add('a2', { sequence: 'a' });
    await add('b1', { sequence: 'b', dueAt: now + 1000 });
    await add('c1', { channel: 'other', sequence: 'a' });
    expect(await nextKey()).toBe('b1');
    const { outbox } = kept.records;
    const b1 = await outbox.next('oncall');
    await outbox.begin(b1?.id ?? -1);
    expect(await nextKey()).toBe('a1');
    await outbox.begin(first);
    expect(await nextKey()).toBeUndefined();
    await outbox.finish(first, attempt('failed'), { state: 'dead' });
    expect(await nextKey()).toBe('a2');
    expect(await outbox.depths()).toEqual(
      new Map([
        ['oncall', 2],
        ['other', 1],
      ]),
    );
  });

  test('of what was on its way when the server died is sent again at once, under its key', async () => {
    const id = await add('a', { dueAt: kept.clock.now() - minute });
    await kept.records.outbox.begin(id);
    const { outbox } = kept.reopen();
    expect(await nextKey()).toBeUndefined();
    expect(await outbox.resume()).toBe(1);
    expect(await outbox.next('oncall')).toMatchObject({ key: 'a', attempts: 1, dueAt: kept.clock.now() });
  });

  test('keeps every try with what was answered', async () => {
    const { outbox } = kept.records;
    const id = await add('a');
    await outbox.begin(id);
    const dueAt = kept.clock.now() + 7000;
    await outbox.finish(id, { ...attempt('retry'), status: 429, answer: 'slow down' }, { state: 'ready', dueAt });
    kept.clock.advance(7000);
    await outbox.begin(id);
    await outbox.finish(id, attempt('delivered'), { state: 'sent', message: '{}' });
    expect(await outbox.attempts(id)).toMatchObject([
      { outcome: 'retry', status: 429, answer: 'slow down' },
      { outcome: 'delivered', at: dueAt },
    ]);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', message: '{}', attempts: 2, endedAt: dueAt });
    expect(await outbox.triesSince('oncall', dueAt - 1)).toEqual([dueAt]);
    expect(await outbox.triesSince('other', 0)).toEqual([]);
  });

  test('sends a dead one again when it is asked to, and nothing else', async () => {
    const { outbox } = kept.records;
    const id = await add('a');
    expect(await outbox.resend(id, 1)).toBe(false);
    await outbox.begin(id);
    await outbox.finish(id, attempt('failed'), { state: 'dead' });
    expect(await nextKey()).toBeUndefined();
    expect(await outbox.resend(id, kept.clock.now() + minute)).toBe(true);
    expect(await outbox.next('oncall')).toMatchObject({ id, key: 'a', expiresAt: kept.clock.now() + minute });
  });
});

describe('what is merged', () => {
  test('is told by another, holds up what comes after it, and ends with it', async () => {
    const { outbox } = kept.records;
    const members = [await add('a1', { sequence: 'a' }), await add('b1', { sequence: 'b' })];
    await add('a2', { sequence: 'a', kind: 'resolved' });
    const id = await outbox.merge(members, entry('digest', { kind: 'digest', sequence: 'digest' }));
    expect(await outbox.find(members[0] ?? -1)).toMatchObject({ state: 'merged', mergedInto: id, endedAt: undefined });
    expect(await nextKey()).toBe('digest');
    expect(await outbox.depths()).toEqual(new Map([['oncall', 2]]));
    await outbox.begin(id);
    expect(await nextKey()).toBeUndefined();
    await outbox.finish(id, attempt('delivered'), { state: 'sent' });
    expect(await outbox.find(members[1] ?? -1)).toMatchObject({ state: 'merged', endedAt: kept.clock.now() });
    expect(await nextKey()).toBe('a2');
  });

  test('goes into the same until that was tried', async () => {
    const { outbox } = kept.records;
    const wanted = { channel: 'oncall', kind: 'digest', severity: 'high' };
    const digest = (key: string, message: string) => entry(key, { kind: 'digest', sequence: 'digest', message });
    const id = await outbox.merge([await add('a')], digest('d1', 'one'));
    expect(await outbox.merge([await add('b')], digest('d1', 'two'))).toBe(id);
    expect(await outbox.openDigest(wanted)).toMatchObject({ id, message: 'two' });
    expect(await outbox.openDigest({ ...wanted, severity: 'low' })).toBeUndefined();
    await outbox.begin(id);
    await outbox.finish(id, attempt('retry'), { state: 'ready', dueAt: kept.clock.now() });
    expect(await outbox.openDigest(wanted)).toBeUndefined();
    const third = await add('c');
    await expect(outbox.merge([third], digest('d1', 'three'))).rejects.toThrow('d1');
    expect(await outbox.find(third)).toMatchObject({ state: 'ready' });
  });
});

test('a clock that is set back makes nothing wait longer', async () => {
  const { outbox } = kept.records;
  await add('a', { dueAt: kept.clock.now() + minute });
  kept.clock.advance(-60 * minute);
  await outbox.followClock('oncall');
  const now = kept.clock.now();
  expect(await outbox.next('oncall')).toMatchObject({ dueAt: now + minute, expiresAt: now + 60 * minute });
  kept.clock.advance(120 * minute);
  await outbox.followClock('oncall');
  expect(await outbox.next('oncall')).toMatchObject({ dueAt: now + minute });
});

describe('the history', () => {
  async function end(id: number): Promise<void> {
    await kept.records.outbox.begin(id);
    await kept.records.outbox.finish(id, attempt('delivered'), { state: 'sent' });
  }

  test('is listed by channel, state and scope, the latest first', async () => {
    const { outbox } = kept.records;
    await end(await add('a', { scope: '{"a":1}' }));
    const b = await add('b');
    await add('c', { channel: 'other' });
    const keys = async (query: Parameters<typeof outbox.list>[0]) => (await outbox.list(query)).map(({ key }) => key);
    expect(await keys({ limit: 10 })).toEqual(['c', 'b', 'a']);
    expect(await keys({ limit: 10, before: b })).toEqual(['a']);
    expect(await keys({ limit: 10, channel: 'oncall', state: 'ready' })).toEqual(['b']);
    expect(await keys({ limit: 10, scopes: ['{}'] })).toEqual(['c', 'b']);
    expect(await keys({ limit: 10, scopes: [] })).toEqual([]);
    expect((await outbox.scopes()).toSorted()).toEqual(['{"a":1}', '{}']);
  });

  test('is listed by what it is about, until it is forgotten', async () => {
    const { outbox } = kept.records;
    const both = await add('both', { about: ['x', 'y', 'x'] });
    await add('one', { about: ['y'] });
    await add('none');
    const keys = async (about: string) => (await outbox.list({ limit: 10, about })).map(({ key }) => key);
    expect([await keys('x'), await keys('y'), await keys('z')]).toEqual([['both'], ['one', 'both'], []]);
    await end(both);
    kept.clock.advance(minute);
    await outbox.forget({ endedBefore: kept.clock.now(), count: 10 });
    expect([await keys('x'), await keys('y')]).toEqual([[], ['one']]);
  });

  test('is bounded by age and count, and what is still to be sent stays', async () => {
    const { outbox } = kept.records;
    const waiting = await add('waiting');
    const old = await add('old');
    await end(old);
    kept.clock.advance(minute);
    for (let index = 0; index < 5; index += 1) await end(await add(`new-${index}`));
    expect(await outbox.forget({ endedBefore: kept.clock.now(), count: 3 })).toBe(3);
    expect(await outbox.attempts(old)).toEqual([]);
    expect((await outbox.list({ limit: 10 })).map(({ key }) => key)).toEqual(['new-4', 'new-3', 'new-2', 'waiting']);
    expect(await outbox.find(waiting)).toMatchObject({ state: 'ready' });
  });
});

test('the last message of each problem is known, and of one that is over for a while', async () => {
  const { outbox } = kept.records;
  const told = async (key: string, change: Partial<NewOutboxEntry>): Promise<void> => {
    const id = await add(key, change);
    await outbox.begin(id);
    await outbox.finish(id, attempt('delivered'), { state: 'sent' });
    kept.clock.advance(1000);
  };
  await told('p1', { problem: 'p' });
  await told('p2', { problem: 'p' });
  await told('q1', { problem: 'q' });
  await told('q2', { problem: 'q', kind: 'resolved' });
  await told('alone', {});
  await told('elsewhere', { problem: 'p', channel: 'other' });
  await add('p3', { problem: 'p' });
  const now = kept.clock.now();
  const keys = async (endedSince: number) =>
    (await outbox.problems({ channel: 'oncall', endedSince, limit: 10 })).map(({ key }) => key);
  expect(await keys(now - minute)).toEqual(['q2', 'p2']);
  expect(await keys(now)).toEqual(['p2']);
});

test('what waits for another try is due at once when it is hurried, and nothing else', async () => {
  const { outbox } = kept.records;
  const tried = await add('tried');
  await outbox.begin(tried);
  const dueAt = kept.clock.now() + minute;
  await outbox.finish(tried, attempt('retry'), { state: 'ready', dueAt });
  const later = await add('later', { dueAt });
  await outbox.hurry('oncall');
  expect(await outbox.find(tried)).toMatchObject({ dueAt: kept.clock.now() });
  expect(await outbox.find(later)).toMatchObject({ dueAt });
});
