import { expect, test } from 'vitest';
import { tokenRoles } from '../records/index.ts';
import { isAllowed, maySeeCluster, requirePermission, type Caller } from './caller.ts';

const caller: Caller = {
  kind: 'user',
  name: 'ann',
  since: 0,
  role: 'viewer',
  projects: null,
  scope: { clusterIds: ['a'], namespaces: null, bodies: true },
  mustChangePassword: false,
};

test.each([
  ['session', ['viewer', 'analyst', 'admin']],
  ['read', ['viewer', 'analyst', 'admin']],
  ['keep', ['analyst', 'admin']],
  ['metrics', ['admin', 'metrics']],
  ['administer-clusters', ['admin']],
  ['administer', ['admin']],
] as const)('%s is for %j', (permission, allowed) => {
  const scope = { clusterIds: null, namespaces: null, bodies: true };
  expect(tokenRoles.filter((role) => isAllowed({ role, scope }, permission))).toEqual(allowed);
});

test('an admin with limits administers clusters at most, and nothing where the limits are namespaces', () => {
  const mayDo = (clusterIds: string[] | null, namespaces: string[] | null) =>
    (['administer-clusters', 'administer'] as const).filter((permission) =>
      isAllowed({ role: 'admin', scope: { clusterIds, namespaces, bodies: true } }, permission),
    );
  expect(mayDo(null, null)).toEqual(['administer-clusters', 'administer']);
  expect(mayDo(['a'], null)).toEqual(['administer-clusters']);
  expect(mayDo([], null)).toEqual(['administer-clusters']);
  expect(mayDo(null, ['shop'])).toEqual([]);
  expect(mayDo(['a'], ['shop'])).toEqual([]);
});

test('nobody is unauthenticated, somebody without the permission forbidden', () => {
  expect(() => requirePermission(undefined, 'read')).toThrow(expect.objectContaining({ status: 401 }));
  expect(() => requirePermission(caller, 'keep')).toThrow(expect.objectContaining({ status: 403 }));
  expect(requirePermission(caller, 'read')).toBe(caller);
});

test('who must change their password may do that, whatever the role, and nothing else', () => {
  const fresh = { ...caller, role: 'admin', mustChangePassword: true } as const;
  expect(requirePermission(fresh, 'session')).toBe(fresh);
  for (const permission of ['read', 'keep', 'administer'] as const)
    expect(() => requirePermission(fresh, permission)).toThrow(
      expect.objectContaining({ status: 403, code: 'password-change-required' }),
    );
});

test('a caller sees the clusters of the scope; none where the list is empty', () => {
  expect([maySeeCluster(caller, 'a'), maySeeCluster(caller, 'b')]).toEqual([true, false]);
  expect(maySeeCluster({ scope: { clusterIds: [], namespaces: null, bodies: true } }, 'a')).toBe(false);
  expect(maySeeCluster({ scope: { clusterIds: null, namespaces: null, bodies: true } }, 'a')).toBe(true);
});
