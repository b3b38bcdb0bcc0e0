import { describe, expect, test } from 'vitest';

import { fixPolicy } from '../fix-policy.ts';
import { wholePolicy } from '../example.ts';
import { lintPolicy } from '../lint.ts';

function hints(field: string, name: string): string[] {
  const { findings } = lintPolicy(wholePolicy(`- level: Metadata\n  ${field}: ["${name}"]`));
  return findings.filter(({ code }) => code === 'user-impossible').map(({ hint }) => hint);
}

describe('user-impossible', () => {
  test.each([
    ['users', 'system:node', 'list "system:nodes" in userGroups'],
    ['users', 'system:nodes', 'list it in userGroups'],
    ['users', 'system:serviceaccount', 'list "system:serviceaccounts" in userGroups'],
    ['users', 'serviceaccounts', 'list "system:serviceaccounts" in userGroups'],
    ['users', 'system:serviceaccount:ci', 'list "system:serviceaccounts:ci" in userGroups'],
    ['users', 'system:serviceaccount:ci:', 'list "system:serviceaccounts:ci" in userGroups'],
    ['users', 'system:serviceaccounts:ci:robot', 'write "system:serviceaccount:ci:robot"'],
    ['users', 'serviceaccount:ci:robot', 'write "system:serviceaccount:ci:robot"'],
    ['users', 'system:serviceaccount:ci:robot:x', 'write system:serviceaccount:NAMESPACE:NAME'],
    ['users', 'system:kube-controler-manager', 'write "system:kube-controller-manager"'],
    ['users', 'system:anonymus', 'write "system:anonymous"'],
    ['users', 'system:authenticated', 'list it in userGroups'],
    ['userGroups', 'system:node', 'write "system:nodes"'],
    ['userGroups', 'system:node:worker-1', 'list it in users'],
    ['userGroups', 'system:serviceaccount', 'write "system:serviceaccounts"'],
    ['userGroups', 'serviceaccounts', 'write "system:serviceaccounts"'],
    ['userGroups', 'system:serviceaccounts:', 'write "system:serviceaccounts"'],
    ['userGroups', 'system:serviceaccount:ci', 'write "system:serviceaccounts:ci"'],
    ['userGroups', 'system:serviceaccount:ci:robot', 'list it in users'],
    ['userGroups', 'system:serviceaccounts:ci:robot', 'list "system:serviceaccount:ci:robot" in users'],
    ['userGroups', 'system:master', 'write "system:masters"'],
    ['userGroups', 'System:Masters', 'write "system:masters"'],
    ['userGroups', 'system:authenticate', 'write "system:authenticated"'],
    ['userGroups', 'authenticated', 'write "system:authenticated"'],
    ['userGroups', 'system:kube-proxy', 'list it in users'],
  ])('%s: %s', (field, name, hint) => {
    expect(hints(field, name)).toEqual([hint]);
  });

  test.each([
    ['users', 'system:serviceaccount:kube-system:job-controller'],
    ['users', 'system:node:worker-1'],
    ['users', 'system:volume-scheduler'],
    ['users', 'system:bootstrap:abcdef'],
    ['users', 'kube-proxy'],
    ['users', 'arn:aws:iam::1:role/x'],
    ['userGroups', 'system:serviceaccounts:kube-system'],
    ['userGroups', 'system:authenticated:oauth'],
    ['userGroups', 'system:bootstrappers:kubeadm:default-node-token'],
    ['userGroups', 'system:cluster-admins'],
    ['userGroups', 'nodes'],
  ])('leaves alone %s: %s', (field, name) => {
    expect(hints(field, name)).toEqual([]);
  });

  test('the fix lists a name where it belongs, in a rule of its own where others stay', () => {
    const fixed = (rule: string): string => fixPolicy(wholePolicy(rule)).text;
    expect(fixed('- level: None\n  users: ["system:node"]\n  verbs: [get]')).toBe(
      wholePolicy('- level: None\n  userGroups: ["system:nodes"]\n  verbs: [get]'),
    );
    expect(fixed('- level: None\n  users: [alice, "system:serviceaccount:ci"]\n  verbs: [get]')).toBe(
      wholePolicy(
        '- level: None\n  users: [alice]\n  verbs: [get]\n- level: None\n  userGroups: ["system:serviceaccounts:ci"]\n  verbs: [get]',
      ),
    );
  });
});
