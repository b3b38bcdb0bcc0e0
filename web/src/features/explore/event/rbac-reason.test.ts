import { describe, expect, it } from 'vitest';
import { readBinding } from './rbac-reason.ts';

describe('readBinding', () => {
  it('reads what RBAC wrote', () => {
    expect(
      readBinding('RBAC: allowed by ClusterRoleBinding "ci-edit" of ClusterRole "edit" to User "ram-user-240112"'),
    ).toEqual({
      kind: 'ClusterRoleBinding',
      name: 'ci-edit',
      roleKind: 'ClusterRole',
      role: 'edit',
      subject: 'User "ram-user-240112"',
    });
    expect(readBinding('')).toBeUndefined();
  });
});
