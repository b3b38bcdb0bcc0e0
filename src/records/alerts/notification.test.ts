import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TemporaryRecords, temporaryRecords } from '../testkit.ts';

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

const scope = '{"clusterIds":null,"namespaces":null,"bodies":true}';

test('a policy takes the place of another of its name', async () => {
  const { alertPolicies } = kept.records;
  await alertPolicies.put({ name: 'b', policy: '{}', savedBy: 'ann' });
  await alertPolicies.put({ name: 'a', policy: '{}', savedBy: 'ann' });
  kept.clock.advance(5);
  await alertPolicies.put({ name: 'b', policy: '{"routes":[]}', savedBy: 'bob' });
  expect((await kept.reopen().alertPolicies.list()).map(({ name, savedBy }) => [name, savedBy])).toEqual([
    ['a', 'ann'],
    ['b', 'bob'],
  ]);
  expect(await kept.records.alertPolicies.find('b')).toMatchObject({
    policy: '{"routes":[]}',
    savedAt: kept.clock.now(),
  });
  const { alertPolicies: again } = kept.records;
  expect([await again.delete('b'), await again.delete('b'), await again.find('b')]).toEqual([true, false, undefined]);
});

test('groups are due one after the other, and a group takes its members along', async () => {
  const { alertGroups } = kept.records;
  const group = { policy: 'p', waitMs: 10, state: '{}' };
  await alertGroups.put({ ...group, key: 'late', dueAt: 30 });
  await alertGroups.put({ ...group, key: 'early', dueAt: 20 });
  await alertGroups.put({ ...group, key: 'never', policy: undefined, dueAt: undefined });
  await alertGroups.putMember({ group: 'early', id: '1', policy: 'p', isOpen: true, member: '{}' });
  await alertGroups.putMember({ group: 'early', id: '2', policy: 'p', isOpen: false, member: '{}' });
  await alertGroups.putMember({ group: 'never', id: '1', policy: undefined, isOpen: true, member: '{}' });
  const again = kept.reopen().alertGroups;
  expect(await again.nextDue()).toBe(20);
  expect(await again.due(19)).toBeUndefined();
  expect(await again.due(50)).toMatchObject({ key: 'early' });
  // A group that is put again keeps its members.
  await again.put({ ...group, key: 'early', dueAt: 60 });
  expect((await again.members('early')).map(({ id }) => id)).toEqual(['1', '2']);
  expect(await again.holding('1')).toEqual(['early', 'never']);
  expect(await again.openMembers()).toHaveLength(2);
  expect((await again.openMembers({ policy: 'p' })).map(({ group: of, id }) => [of, id])).toEqual([['early', '1']]);
  expect((await again.ofPolicy(undefined)).map(({ key }) => key)).toEqual(['never']);
  await again.deleteMember('early', '1');
  await again.delete('early');
  expect([await again.members('early'), (await again.due(100))?.key]).toEqual([[], 'late']);
});

test('after the clock was set back, what waits longer than it did is found', async () => {
  const { alertGroups } = kept.records;
  await alertGroups.put({ key: 'a', policy: undefined, dueAt: 3_600_000 + 500, waitMs: 1000, state: '{}' });
  await alertGroups.put({ key: 'b', policy: undefined, dueAt: 200, waitMs: 1000, state: '{}' });
  const ahead = async (now: number) => (await alertGroups.ahead(now)).map(({ key }) => key);
  expect([await ahead(0), await ahead(3_600_000)]).toEqual([['a'], []]);
});

test('a silence holds from its start up to its end, and is told of once', async () => {
  const { alertSilences } = kept.records;
  const now = kept.clock.now();
  const given = { silence: '{"comment":"x"}', startsAt: now + 10, endsAt: now + 20, author: 'ann', scope };
  const { id } = await alertSilences.add(given);
  expect((await alertSilences.add(given)).id).toBe(id);
  expect((await alertSilences.add({ ...given, author: 'bob' })).id).not.toBe(id);
  const active = async (at: number) => (await alertSilences.active(now + at)).length;
  expect([await active(9), await active(10), await active(19), await active(20)]).toEqual([0, 2, 2, 0]);
  expect(await alertSilences.end(id, now + 15)).toBe(true);
  expect(await alertSilences.end(id, now + 18)).toBe(false);
  expect(await kept.reopen().alertSilences.nextEnd()).toBe(now + 15);
  const again = kept.records.alertSilences;
  expect((await again.ended(now + 15)).map((one) => one.id)).toEqual([id]);
  await again.flushed(id);
  expect(await again.ended(now + 15)).toEqual([]);
  // The clock was set back.
  expect((await again.active(now + 12)).map((one) => one.id)).not.toContain(id);
  await again.forget(now + 16);
  expect([await again.find(id), (await again.list()).length]).toEqual([undefined, 1]);
});

test('there are so many silences and no more, of which those that ended do not count', async () => {
  const now = kept.clock.now();
  const silence = (index: number) => ({
    silence: `{"n":${index}}`,
    startsAt: now,
    endsAt: now + 10,
    author: 'ann',
    scope,
  });
  kept.records.transaction(({ alertSilences }) => {
    for (let index = 0; index < 2000; index += 1) alertSilences.add(silence(index));
  });
  await expect(kept.records.alertSilences.add(silence(2000))).rejects.toMatchObject({ code: 'conflict' });
  kept.clock.advance(10);
  expect(await kept.records.alertSilences.add(silence(2000))).toMatchObject({ isFlushed: false });
});
