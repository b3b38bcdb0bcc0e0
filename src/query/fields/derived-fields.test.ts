import { describe, expect, it } from 'vitest';
import { type DerivedInput, deriveField } from './derived-fields.ts';

const nothing: DerivedInput = {
  requestURI: '',
  userAgent: '',
  username: '',
  resource: '',
  subresource: '',
  namespace: '',
  name: '',
  reason: '',
  podName: '',
  nodeName: '',
};

describe('deriveField', () => {
  it.each([
    [
      '/api/v1/namespaces/a/pods/p/exec?command=sh&command=-c&command=cat+%2Fetc%2Fpasswd&stdin=true',
      'sh -c cat /etc/passwd',
    ],
    ['/x/exec?container=a&command=ls', 'ls'],
    ['/x/exec?comm%61nd=id', 'id'],
    ['/x/exec?command=%E6%97%A5%zz%ff%fe!', '日%zz\uFFFD!'],
    ['/x/exec?command', undefined],
    ['/x/exec?command=', undefined],
    ['/x/exec', undefined],
  ])('decodes the command of %s', (requestURI, command) => {
    expect(deriveField('exec-command', { ...nothing, requestURI, subresource: 'exec' })).toBe(command);
    expect(deriveField('exec-command', { ...nothing, requestURI, subresource: 'attach' })).toBe(command);
    expect(deriveField('exec-command', { ...nothing, requestURI, subresource: 'log' })).toBeUndefined();
  });

  it.each([
    ['kubectl/v1.32.4 (linux/amd64) kubernetes/4cb5f07', 'kubectl', 'v1.32.4'],
    ['kube-hunter', 'kube-hunter', undefined],
    ['Mozilla/5.0 (X11)', 'Mozilla', '5.0'],
    ['python-requests/2.31', 'python-requests', '2.31'],
    ['', undefined, undefined],
  ])('reads client and version of %j', (userAgent, name, version) => {
    expect(deriveField('client-name', { ...nothing, userAgent })).toBe(name);
    expect(deriveField('client-version', { ...nothing, userAgent })).toBe(version);
  });

  it.each([
    ['system:serviceaccount:kube-system:default', 'kube-system', 'default'],
    ['system:serviceaccount:a:b:c', undefined, undefined],
    ['mallory', undefined, undefined],
  ])('reads the service account of %s', (username, namespace, name) => {
    expect(deriveField('service-account-namespace', { ...nothing, username })).toBe(namespace);
    expect(deriveField('service-account-name', { ...nothing, username })).toBe(name);
  });

  it.each([
    ['system:serviceaccount:shop:web', 'web-7f9c', 'worker-1', 'web-7f9c', 'worker-1'],
    ['system:serviceaccount:shop:web', 'web-7f9c', '', 'web-7f9c', undefined],
    ['system:node:worker-2', '', '', undefined, 'worker-2'],
    ['system:node:worker-2', '', 'worker-1', undefined, 'worker-1'],
    ['system:node:', '', '', undefined, undefined],
    ['system:node:a:b', '', '', undefined, undefined],
    ['alice', '', '', undefined, undefined],
  ])('reads pod and node of %s with %j and %j', (username, podName, nodeName, pod, node) => {
    expect(deriveField('pod', { ...nothing, username, podName, nodeName })).toBe(pod);
    expect(deriveField('node', { ...nothing, username, podName, nodeName })).toBe(node);
  });

  it.each([
    [
      'RBAC: allowed by ClusterRoleBinding "240112345678901234-clusterrolebinding" of ClusterRole "cluster-admin" to User "240112345678901234"',
      '240112345678901234',
    ],
    ['RBAC: allowed by RoleBinding "x/y" of Role "z" to User "240112345678901234-1699000000"', '240112345678901234'],
    ['RBAC: allowed by ClusterRoleBinding "x" of ClusterRole "cluster-admin" to Group "system:masters"', undefined],
    ['RBAC: allowed by ClusterRoleBinding "x" of ClusterRole "y" to User "alice"', undefined],
  ])('reads the RAM uid of %s', (reason, uid) => {
    expect(deriveField('ram-uid', { ...nothing, reason })).toBe(uid);
    const username = 'kubernetes-admin';
    expect(deriveField('actor', { ...nothing, reason, username })).toBe(uid ?? username);
    expect(deriveField('actor', { ...nothing, reason, username: 'ann' })).toBe('ann');
  });

  it.each([
    ['/healthz', 'health'],
    ['/livez/etcd?verbose', 'health'],
    ['/healthzz', 'other'],
    ['/version', 'version'],
    ['/api', 'discovery'],
    ['/apis/apps/v1?timeout=32s', 'discovery'],
    ['/openapi/v2', 'openapi'],
    ['/metrics/slis', 'metrics'],
    ['/logs/kube.log', 'logs'],
    ['/.well-known/openid-configuration', 'other'],
  ])('tells the kind of %s', (requestURI, kind) => {
    expect(deriveField('request-kind', { ...nothing, requestURI })).toBe(kind);
    expect(deriveField('request-path', { ...nothing, requestURI })).toBe(requestURI.split('?')[0]);
    expect(deriveField('request-kind', { ...nothing, requestURI, resource: 'pods' })).toBeUndefined();
  });

  it.each([
    ['', undefined],
    ['alice@corp.example', 'person'],
    ['kubernetes-admin', 'person'],
    ['system:anonymous', 'anonymous'],
    ['system:anonymous2', 'system'],
    ['system:serviceaccount:ci:deployer', 'service-account'],
    ['system:serviceaccount:ci', 'system'],
    ['system:node:worker-1', 'node'],
    ['system:kube-scheduler', 'system'],
  ])('tells the kind of the user %j', (username, kind) => {
    expect(deriveField('user-kind', { ...nothing, username })).toBe(kind);
  });

  it.each([
    ['web-7f9c6d8b5f-x2kzq', 'web-*'],
    ['web-7d4b9c6f5d', 'web-*'],
    ['node-exporter-x2kzq', 'node-exporter-*'],
    ['db-0', 'db-*'],
    ['backup-29105280', 'backup-*'],
    ['ns12', 'ns*'],
    ['web-1.17f9c8a2b3c4d5e6', 'web-*.*'],
    ['pvc-0f8fad5b-d9cb-469f-a165-70867728950e', 'pvc-*'],
    ['kube-system', 'kube-system'],
    ['my-nginx', 'my-nginx'],
    ['deadbeef', '*'],
    ['', undefined],
  ])('tells the form of %j', (name, form) => {
    expect(deriveField('name-form', { ...nothing, name })).toBe(form);
    expect(deriveField('namespace-form', { ...nothing, namespace: name })).toBe(form);
  });
});
