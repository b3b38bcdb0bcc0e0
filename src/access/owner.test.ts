import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Scope } from '../query/index.ts';
import { temporaryRecords, type TemporaryRecords } from '../records/testkit.ts';
import { callerOfToken, callerOfUser, localAdmin } from './accounts.ts';
import type { Caller } from './caller.ts';
import { covers, ownerCaller, type OwnerNeeds } from './owner.ts';

const everything = { projects: null, clusters: null, namespaces: null, bodies: true };
const user = { name: 'ann', passwordHash: '', mustChangePassword: false, role: 'analyst', limits: everything } as const;

let kept: TemporaryRecords;
beforeEach(() => {
  kept = temporaryRecords();
});
afterEach(() => kept.remove());

async function now(owner: Caller, needs: OwnerNeeds = { permission: 'read' }): Promise<Scope | string> {
  const found = await ownerCaller(kept, owner, needs);
  return found.ok ? found.caller.scope : found.reason;
}

test('a user owns with the scope that they have now, until they are deleted', async () => {
  const ann = await callerOfUser(kept.records, await kept.records.users.add(user));
  expect(await now(ann)).toEqual(ann.scope);
  const limits = { projects: null, clusters: ['a'], namespaces: ['shop'], bodies: false };
  await kept.records.users.change('ann', { limits });
  expect(await now(ann)).toEqual({ clusterIds: ['a'], namespaces: ['shop'], bodies: false });
  await kept.records.users.delete('ann');
  expect(await now(ann)).toBe('gone');
});

test('somebody else under the same name owns nothing of the first', async () => {
  const ann = await callerOfUser(kept.records, await kept.records.users.add(user));
  await kept.records.users.delete('ann');
  kept.clock.advance(1);
  const other = await callerOfUser(kept.records, await kept.records.users.add(user));
  expect(await now(ann)).toBe('gone');
  expect(await now(other)).toEqual(other.scope);
});

test('a token owns until it is deleted, and not while it is over', async () => {
  const expiresAt = kept.clock.now() + 1000;
  const added = await kept.records.apiTokens.add({ name: 'ci', role: 'viewer', limits: everything, expiresAt });
  const token = await callerOfToken(kept.records, added);
  expect(await now(token)).toEqual(token.scope);
  kept.clock.advance(1001);
  expect(await now(token)).toBe('disabled');
  await kept.records.apiTokens.delete(added.id);
  expect(await now(token)).toBe('gone');
});

test('who loses the role or a part of what is shown already is limited', async () => {
  const ann = await callerOfUser(kept.records, await kept.records.users.add(user));
  const shown = { permission: 'read', scope: { clusterIds: ['a'], namespaces: null, bodies: true } } as const;
  expect(await now(ann, shown)).toEqual(ann.scope);
  await kept.records.users.change('ann', { limits: { ...everything, clusters: ['a', 'b'] } });
  expect(await now(ann, shown)).toMatchObject({ clusterIds: ['a', 'b'] });
  await kept.records.users.change('ann', { limits: { ...everything, clusters: ['a', 'b'], bodies: false } });
  expect(await now(ann, shown)).toBe('limited');
  expect(await now(ann, { permission: 'keep' })).toMatchObject({ bodies: false });
  await kept.records.users.change('ann', { role: 'viewer' });
  expect(await now(ann, { permission: 'keep' })).toBe('limited');
});

test('whoever is limited to projects sees the clusters that are in them now, and of them those that the limits name', async () => {
  const { clusters, users } = kept.records;
  const add = (name: string, project: string) =>
    clusters.add({ name, project, kind: 'self-managed', retentionDays: 30 });
  const [one, two] = [await add('one', 'shop'), await add('two', 'bank')];
  const limits = { ...everything, projects: ['shop', 'none-yet'] };
  const ann = await callerOfUser(kept.records, await users.add({ ...user, limits }));
  expect(ann).toMatchObject({ projects: ['shop', 'none-yet'], scope: { clusterIds: [one.id] } });
  const shown = { permission: 'read', scope: ann.scope } as const;
  await clusters.change('two', { project: 'none-yet' });
  expect(await now(ann)).toMatchObject({ clusterIds: [one.id, two.id] });
  expect(await now(ann, shown)).toMatchObject({ clusterIds: [one.id, two.id] });
  await clusters.change('one', { project: 'bank' });
  expect(await now(ann)).toMatchObject({ clusterIds: [two.id] });
  expect(await now(ann, shown)).toBe('limited');
  await users.change('ann', { limits: { ...limits, clusters: [one.id] } });
  expect(await now(ann)).toMatchObject({ clusterIds: [] });
  await clusters.change('one', { project: 'shop' });
  expect(await now(ann)).toMatchObject({ clusterIds: [one.id] });
  await users.change('ann', { limits: { ...everything, projects: [] } });
  expect(await now(ann)).toMatchObject({ clusterIds: [] });
});

test('the local administrator owns for ever', async () => {
  expect(await now(localAdmin, { permission: 'administer', scope: localAdmin.scope })).toEqual(localAdmin.scope);
});

const names = fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }), { nil: null });
const scope: fc.Arbitrary<Scope> = fc.record({ clusterIds: names, namespaces: names, bodies: fc.boolean() });

/** What there is to see: rows of a cluster and a namespace, with or without their bodies. */
const things = ['a', 'b', 'c', 'd'].flatMap((cluster) =>
  ['a', 'b', 'c', 'd', ''].flatMap((namespace) => [true, false].map((body) => ({ cluster, namespace, body }))),
);
function seen({ clusterIds, namespaces, bodies }: Scope): string[] {
  return things
    .filter(({ cluster }) => clusterIds === null || clusterIds.includes(cluster))
    .filter(({ namespace }) => namespaces === null || (namespace !== '' && namespaces.includes(namespace)))
    .filter(({ body }) => bodies || !body)
    .map((thing) => JSON.stringify(thing));
}

test('whoever is covered shows nothing that the viewer may not see', () => {
  fc.assert(
    fc.property(scope, scope, (viewer, output) => {
      const mayNotSee = seen(output).filter((thing) => !seen(viewer).includes(thing));
      if (covers(viewer, output)) expect(mayNotSee).toEqual([]);
      // Where it is not covered there is something, unless the output shows nothing at all.
      else expect(mayNotSee.length + Number(seen(output).length === 0)).toBeGreaterThan(0);
    }),
  );
});
