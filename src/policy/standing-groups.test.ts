import { expect, test } from 'vitest';

import { standingGroups } from './standing-groups.ts';
import { recordedEvents, recordings } from './testkit.ts';

test.each(recordings)('every user of $files.0 is in the groups said', { timeout: 60_000 }, ({ files }) => {
  const users = new Set<string>();
  for (const { event } of recordedEvents(...files)) {
    const { username = '', groups = [] } = event.user ?? {};
    // A request that was refused before it had a user, and kube-apiserver itself, which was in system:masters alone once.
    if (username === '' || username === 'system:apiserver') continue;
    users.add(username);
    expect(groups).toEqual(expect.arrayContaining([...standingGroups(username)]));
  }
  expect(users.size).toBeGreaterThan(3);
});

test('says them by the kind of user', () => {
  expect(standingGroups('alice')).toEqual(['system:authenticated']);
  expect(standingGroups('system:anonymous')).toEqual(['system:unauthenticated']);
  expect(standingGroups('system:serviceaccount:shop:web')).toEqual([
    'system:serviceaccounts',
    'system:serviceaccounts:shop',
    'system:authenticated',
  ]);
});
