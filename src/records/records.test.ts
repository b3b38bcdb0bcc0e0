import { readFileSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRecords } from './open-records.ts';
import { noLimits } from './role.ts';
import { temporaryRecords, type TemporaryRecords } from './testkit.ts';

let kept: TemporaryRecords;

beforeEach(() => {
  kept = temporaryRecords();
});

afterEach(() => kept.remove());

function addCluster(name = 'prod', project = 'default') {
  return kept.records.clusters.add({ name, project, kind: 'self-managed', retentionDays: 30 });
}

function letter(clusterId: string, key: string, content = key) {
  return { clusterId, key, receivedAtMicros: 5, reason: 'not-json', detail: 'at byte 0', bytes: Buffer.from(content) };
}

describe('clusters', () => {
  test('have a random id of their own, also when a name is used again, and their logstore is named after it', async () => {
    const first = await addCluster();
    expect(first).toMatchObject({ name: 'prod', project: 'default', retentionDays: 30, status: 'enabled' });
    expect(first.logstore).toBe(`audit-${first.id}`);
    await kept.records.clusters.delete('prod');
    const second = await addCluster();
    expect(second.id).not.toBe(first.id);
    expect(await kept.records.clusters.byId(first.id)).toBeUndefined();
    expect(await kept.records.clusters.byName('prod')).toEqual(second);
  });

  test('that were deleted are remembered by id, however often a name is used again', async () => {
    const first = await addCluster();
    await kept.records.clusters.delete('prod');
    const second = await addCluster();
    await expect(kept.records.clusters.delete('none')).rejects.toMatchObject({ code: 'not-found' });
    expect(await kept.reopen().clusters.deleted()).toEqual([{ id: first.id, name: 'prod' }]);
    await kept.records.clusters.delete('prod');
    const all = await kept.records.clusters.deleted();
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set([first.id, second.id]));
  });

  test('cannot share a name, and an attempt leaves nothing behind', async () => {
    await addCluster();
    await expect(addCluster('prod', 'other')).rejects.toMatchObject({ code: 'conflict' });
    expect((await kept.records.clusters.list()).map(({ project }) => project)).toEqual(['default']);
  });

  test('are moved, disabled and kept for another time without a change of the rest', async () => {
    const { id } = await addCluster();
    await kept.records.clusters.change('prod', { project: 'payments' });
    await kept.records.clusters.change('prod', { status: 'disabled' });
    await kept.records.clusters.change('prod', { retentionDays: 365 });
    const [cluster] = await kept.reopen().clusters.list();
    expect(cluster).toMatchObject({ id, project: 'payments', status: 'disabled', retentionDays: 365 });
    await expect(kept.records.clusters.change('none', {})).rejects.toMatchObject({ code: 'not-found' });
    await expect(kept.records.clusters.delete('none')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('ingest tokens', () => {
  test('of a cluster work side by side until one is deleted', async () => {
    const { id } = await addCluster();
    const [old, next] = [await kept.records.ingestTokens.add(id), await kept.records.ingestTokens.add(id)];
    expect(old.text).toMatch(/^wdingest_[\w-]{43}$/);
    expect(old.text.startsWith(old.hint)).toBe(true);
    for (const token of [old, next])
      expect(await kept.records.ingestTokens.use(token.text)).toMatchObject({ id: token.id, clusterId: id });
    expect(await kept.records.ingestTokens.delete('another cluster', old.id)).toBe(false);
    expect(await kept.records.ingestTokens.delete(id, old.id)).toBe(true);
    expect(await kept.records.ingestTokens.use(old.text)).toBeUndefined();
    expect(await kept.records.ingestTokens.use(next.text)).toBeDefined();
    expect(await kept.records.ingestTokens.use('')).toBeUndefined();
  });

  test('are not in the file, only their hashes', async () => {
    const { id } = await addCluster();
    const { text, hint } = await kept.records.ingestTokens.add(id);
    const contents = readFileSync(kept.path, 'latin1') + readFileSync(`${kept.path}-wal`, 'latin1');
    expect(contents).toContain(hint);
    expect(contents).not.toContain(text.slice(hint.length));
  });

  test('note their last use, to the minute', async () => {
    const { id } = await addCluster();
    const { text } = await kept.records.ingestTokens.add(id);
    const first = kept.clock.now();
    await kept.records.ingestTokens.use(text);
    kept.clock.advance(59_000);
    await kept.records.ingestTokens.use(text);
    expect((await kept.records.ingestTokens.list(id))[0]?.lastUsedAt).toBe(first);
    kept.clock.advance(1000);
    await kept.records.ingestTokens.use(text);
    expect((await kept.records.ingestTokens.list(id))[0]?.lastUsedAt).toBe(first + 60_000);
  });

  test('go with their cluster, and none is made for a cluster that is not there', async () => {
    const { id } = await addCluster();
    const { text } = await kept.records.ingestTokens.add(id);
    await kept.records.clusters.delete('prod');
    expect(await kept.records.ingestTokens.use(text)).toBeUndefined();
    await expect(kept.records.ingestTokens.add(id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('users and sessions', () => {
  const user = { name: 'Ann', passwordHash: 'h', mustChangePassword: true, role: 'viewer', limits: noLimits } as const;

  test('are found without regard to case, and a name is taken in any case', async () => {
    await kept.records.users.add(user);
    expect(await kept.records.users.find('ANN')).toMatchObject({
      name: 'Ann',
      mustChangePassword: true,
      limits: noLimits,
    });
    await expect(kept.records.users.add({ ...user, name: 'ann' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('keep limits apart from none: an empty list is not null', async () => {
    const limits = { projects: null, clusters: [], namespaces: ['a', 'b"'], bodies: true };
    await kept.records.users.add({ ...user, limits });
    expect((await kept.reopen().users.find('Ann'))?.limits).toEqual(limits);
    const changed = await kept.records.users.change('Ann', { role: 'admin' });
    expect(changed).toMatchObject({ role: 'admin', limits });
    expect(await kept.records.users.change('Ann', { limits: noLimits })).toMatchObject({
      role: 'admin',
      limits: noLimits,
    });
  });

  test('a session is found by its cookie until it is over', async () => {
    await kept.records.users.add(user);
    const session = { user: 'Ann', csrfSecret: 's', expiresAt: kept.clock.now() + 1000 };
    const { text } = await kept.records.sessions.add(session);
    expect(await kept.records.sessions.find(text)).toEqual(session);
    expect(await kept.records.sessions.find(`${text}x`)).toBeUndefined();
    kept.clock.advance(1000);
    expect(await kept.records.sessions.find(text)).toBeUndefined();
  });

  test('all of a user end at once, like with the end of the user', async () => {
    const session = { user: 'Ann', csrfSecret: 's', expiresAt: kept.clock.now() + 1000 };
    await kept.records.users.add(user);
    const first = await kept.records.sessions.add(session);
    await kept.records.users.setPassword('Ann', { passwordHash: 'new', mustChangePassword: false });
    await kept.records.sessions.deleteOf('ANN');
    expect(await kept.records.sessions.find(first.text)).toBeUndefined();
    expect(await kept.records.users.find('Ann')).toMatchObject({ passwordHash: 'new', mustChangePassword: false });
    const second = await kept.records.sessions.add(session);
    expect(await kept.records.users.delete('Ann')).toBe(true);
    expect(await kept.records.sessions.find(second.text)).toBeUndefined();
    expect(await kept.records.users.delete('Ann')).toBe(false);
    await expect(
      kept.records.users.setPassword('Ann', { passwordHash: '', mustChangePassword: false }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('API tokens', () => {
  test('work until they are over or deleted', async () => {
    const expiresAt = kept.clock.now() + 1000;
    const limits = { projects: null, clusters: ['c1'], namespaces: null, bodies: true };
    const brief = await kept.records.apiTokens.add({ name: 'ci', role: 'analyst', limits, expiresAt });
    const lasting = await kept.records.apiTokens.add({
      name: 'cd',
      role: 'viewer',
      limits: noLimits,
      expiresAt: undefined,
    });
    expect(await kept.records.apiTokens.use(brief.text)).toMatchObject({ name: 'ci', role: 'analyst', limits });
    kept.clock.advance(1000);
    expect(await kept.records.apiTokens.use(brief.text)).toBeUndefined();
    expect(await kept.records.apiTokens.use(lasting.text)).toBeDefined();
    expect((await kept.records.apiTokens.list()).map(({ name }) => name)).toEqual(['cd', 'ci']);
    expect(await kept.records.apiTokens.delete(lasting.id)).toMatchObject({ name: 'cd' });
    expect(await kept.records.apiTokens.delete(lasting.id)).toBeUndefined();
    expect(await kept.records.apiTokens.use(lasting.text)).toBeUndefined();
    await expect(
      kept.records.apiTokens.add({ name: 'ci', role: 'viewer', limits, expiresAt: undefined }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('dead letters', () => {
  test('keep the bytes and the reason, once a key', async () => {
    const { id } = await addCluster();
    const bytes = Buffer.from([0, 255, 10, 0xd8]);
    const added = { ...letter(id, 'a'), bytes };
    expect(await kept.records.deadLetters.add([added, letter(id, 'b')])).toEqual({ kept: 2, dropped: 0 });
    expect(await kept.records.deadLetters.add([added])).toEqual({ kept: 0, dropped: 0 });
    const [, first] = await kept.records.deadLetters.list({ limit: 10 });
    expect(first).toMatchObject({
      clusterId: id,
      reason: 'not-json',
      detail: 'at byte 0',
      size: 4,
      state: 'waiting',
      attempts: 0,
    });
    expect(Buffer.from((await kept.records.deadLetters.find(first?.id ?? 0))?.bytes ?? [])).toEqual(bytes);
  });

  test('of a deleted cluster go with it, and none comes after', async () => {
    const { id } = await addCluster();
    await kept.records.deadLetters.add([letter(id, 'a')]);
    await kept.records.clusters.delete('prod');
    expect(await kept.records.deadLetters.add([letter(id, 'b')])).toEqual({ kept: 0, dropped: 0 });
    expect(await kept.records.deadLetters.list({ limit: 10 })).toEqual([]);
  });

  test('are listed the latest first, by page, by cluster and by state', async () => {
    const [one, two] = [await addCluster('one'), await addCluster('two')];
    for (let index = 0; index < 5; index += 1)
      await kept.records.deadLetters.add([letter(index % 2 === 0 ? one.id : two.id, `${index}`)]);
    const ids = async (query: object) =>
      (await kept.records.deadLetters.list({ limit: 2, ...query })).map(({ id }) => id);
    expect(await ids({})).toEqual([5, 4]);
    expect(await ids({ before: 4 })).toEqual([3, 2]);
    expect(await ids({ clusterIds: [two.id] })).toEqual([4, 2]);
    expect(await ids({ clusterIds: [] })).toEqual([]);
    expect(await kept.records.deadLetters.retried(5, 'stored')).toBe(true);
    expect(await kept.records.deadLetters.retried(4, { reason: 'still not JSON' })).toBe(true);
    expect(await ids({ state: 'stored' })).toEqual([5]);
    expect(await kept.records.deadLetters.find(4)).toMatchObject({
      state: 'waiting',
      reason: 'still not JSON',
      attempts: 1,
      lastAttemptAt: kept.clock.now(),
    });
    expect(await kept.records.deadLetters.waiting()).toEqual(
      new Map([
        [one.id, 2],
        [two.id, 2],
      ]),
    );
    expect(await kept.records.deadLetters.retried(99, 'stored')).toBe(false);
    expect(await kept.records.deadLetters.delete(5)).toBe(true);
    expect(await kept.records.deadLetters.find(5)).toBeUndefined();
  });

  test('that find no room are dropped and counted, and another cluster has its own room', async () => {
    const bounded = temporaryRecords({ deadLetters: { count: 3, bytes: 1000 } });
    const { clusters, deadLetters } = bounded.records;
    const { id } = await clusters.add({ name: 'one', project: 'p', kind: 'self-managed', retentionDays: 1 });
    const other = await clusters.add({ name: 'two', project: 'p', kind: 'self-managed', retentionDays: 1 });
    const letters = ['1', '2', '3', '4', '5'].map((key) => letter(id, key));
    expect(await deadLetters.add(letters)).toEqual({ kept: 3, dropped: 2 });
    expect(await deadLetters.add([letter(other.id, 'x')])).toEqual({ kept: 1, dropped: 0 });
    const ids = (await deadLetters.list({ limit: 10, clusterIds: [id] })).map(({ id }) => id).toReversed();
    const texts = await Promise.all(
      ids.map(async (id) => Buffer.from((await deadLetters.find(id))?.bytes ?? []).toString()),
    );
    expect(texts).toEqual(['1', '2', '3']);
    expect(await deadLetters.add([letter(id, 'big', 'x'.repeat(1001))])).toEqual({ kept: 0, dropped: 1 });
    await bounded.remove();
  });
});

describe('saved queries', () => {
  const query = { owner: 'ann', name: 'exec', query: 'stage: Panic', from: '-7d', to: undefined, isShared: false };

  test('are read by their owner, and by others when shared; only the owner changes them', async () => {
    const { id } = await kept.records.savedQueries.add(query);
    expect(await kept.records.savedQueries.listFor('ann')).toHaveLength(1);
    expect(await kept.records.savedQueries.listFor('bob')).toEqual([]);
    await kept.records.savedQueries.replace(id, { ...query, isShared: true, query: 'x' });
    expect(await kept.records.savedQueries.listFor('bob')).toMatchObject([
      { id, query: 'x', from: '-7d', to: undefined },
    ]);
    await expect(kept.records.savedQueries.replace(id, { ...query, owner: 'bob' })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await kept.records.savedQueries.delete(id, 'bob')).toBe(false);
    expect(await kept.records.savedQueries.delete(id, 'ann')).toBe(true);
    expect(await kept.records.savedQueries.listFor('ann')).toEqual([]);
  });

  test('of an owner go all, or those that nobody else sees', async () => {
    const { savedQueries } = kept.records;
    for (const owner of ['ann', 'bob']) {
      await savedQueries.add({ ...query, owner, name: 'own', isShared: false });
      await savedQueries.add({ ...query, owner, name: 'shared', isShared: true });
    }
    await savedQueries.deleteOf('ANN', 'private');
    expect((await savedQueries.listFor('ann')).map(({ owner, name }) => `${owner} ${name}`).toSorted()).toEqual([
      'ann shared',
      'bob shared',
    ]);
    await savedQueries.deleteOf('ann', 'all');
    expect(await savedQueries.listFor('ann')).toMatchObject([{ owner: 'bob' }]);
    expect(await savedQueries.listFor('bob')).toHaveLength(2);
  });

  test('of one owner have different names', async () => {
    await kept.records.savedQueries.add(query);
    const other = await kept.records.savedQueries.add({ ...query, name: 'other' });
    await kept.records.savedQueries.add({ ...query, owner: 'bob' });
    await expect(kept.records.savedQueries.add(query)).rejects.toMatchObject({ code: 'conflict' });
    await expect(kept.records.savedQueries.replace(other.id, query)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the rest', () => {
  test('an outcome is decided once', async () => {
    const { importOutcomes } = kept.records;
    expect(await importOutcomes.decide('k', 'c', { read: 3, stored: 3 })).toEqual({ read: 3, stored: 3 });
    expect(await importOutcomes.decide('k', 'c', { read: 3, stored: 0 })).toEqual({ read: 3, stored: 3 });
    expect(await importOutcomes.find('other')).toBeUndefined();
    kept.clock.advance(10);
    expect(await importOutcomes.forgetBefore(kept.clock.now())).toBe(1);
    expect(await importOutcomes.find('k')).toBeUndefined();
  });

  test('activity is read by page; it is written in a thread of its own, and there when the next start reads it', async () => {
    const entry = { address: '10.0.0.1', target: undefined, outcome: 'ok', detail: { query: '*', hits: 3 } };
    for (const [actor, action] of [
      ['ann', 'query'],
      ['bob', 'query'],
      ['ann', 'cluster-add'],
    ] as const)
      await kept.records.activity.append({ ...entry, actor, action });
    const [latest] = await kept.records.activity.list({ limit: 1 });
    const now = kept.clock.now();
    expect(latest).toEqual({ id: 3, at: now, actor: 'ann', action: 'cluster-add', ...entry, count: 1, lastAt: now });
    expect(await kept.records.activity.list({ limit: 9, actor: 'ann', before: 3 })).toHaveLength(1);
    expect(await kept.records.activity.list({ limit: 9, action: 'query' })).toHaveLength(2);
    expect(await kept.reopen().activity.list({ limit: 9 })).toHaveLength(3);
    kept.clock.advance(400 * 86_400_000);
    await kept.records.activity.removeOld();
    expect(await kept.records.activity.list({ limit: 9 })).toEqual([]);
  });
});

describe('a transaction', () => {
  test('changes several repositories as a whole or not at all', async () => {
    const add = (fails: boolean) => () =>
      kept.records.transaction(({ clusters, ingestTokens }) => {
        const cluster = clusters.add({ name: 'prod', project: 'default', kind: 'self-managed', retentionDays: 30 });
        const { text } = ingestTokens.add(cluster.id);
        if (fails) throw new Error('lost');
        return { id: cluster.id, text };
      });
    expect(add(true)).toThrow('lost');
    expect(await kept.records.clusters.list()).toEqual([]);
    const { id, text } = add(false)();
    expect(await kept.reopen().ingestTokens.use(text)).toMatchObject({ clusterId: id });
  });

  test('is of its own, and synchronous', async () => {
    const nested = (): unknown => kept.records.transaction(() => kept.records.transaction(() => 1));
    expect(nested).toThrow('BUG: a transaction is not begun within another');
    expect(() => kept.records.transaction(async () => 1)).toThrow('BUG: a transaction is synchronous');
    expect(kept.records.transaction(({ users }) => users.list())).toEqual([]);
  });
});

describe('the file', () => {
  test('is for its owner alone', () => {
    expect(statSync(kept.path).mode & 0o777).toBe(0o600);
    expect(statSync(`${kept.path}-wal`).mode & 0o777).toBe(0o600);
  });

  test('of a newer release is refused and left alone', () => {
    const database = new DatabaseSync(kept.path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openRecords({ path: kept.path, clock: kept.clock })).toThrow('they have schema 99');
  });
});
