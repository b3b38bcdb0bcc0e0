import { expect, test } from 'vitest';
import { auditLogPlaces, collectorEnvironment } from './collector-environment.ts';
import { readManifest } from './manifest/manifest.ts';

/** A manifest with these flags and variables, which mounts /var/log/kubernetes from elsewhere on the node. */
function placesOf(flags: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const manifest = readManifest(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'kube-apiserver' },
      spec: {
        containers: [
          {
            name: 'kube-apiserver',
            image: 'registry.k8s.io/kube-apiserver:v1.30.0',
            command: ['kube-apiserver', ...flags],
            env: Object.entries(variables).map(([name, value]) => ({ name, value })),
            volumeMounts: [{ name: 'log', mountPath: '/var/log/kubernetes' }],
          },
        ],
        volumes: [{ name: 'log', hostPath: { path: '/data/audit' } }],
      },
    }),
  );
  if (!manifest.ok) throw new Error(manifest.diagnostics[0]?.message);
  return auditLogPlaces(manifest.value);
}

test('the log is where its mount comes from on the node', () => {
  expect(placesOf(['--audit-log-path=/var/log/kubernetes/kubernetes.audit'])).toEqual({
    paths: ['/data/audit/kubernetes.audit'],
    hidden: [],
    isStandardOutput: false,
    clusterIds: [],
  });
});

test("ACK's variables name the cluster, whatever its id is, and the same file once", () => {
  const file = '/var/log/kubernetes/kubernetes.audit';
  for (const id of ['c0123456789', 'my_cluster', 'a_tags_b'])
    expect(placesOf([`--audit-log-path=${file}`], collectorEnvironment(id, file))).toEqual({
      paths: ['/data/audit/kubernetes.audit'],
      hidden: [],
      isStandardOutput: false,
      clusterIds: [id],
    });
});

test('without the flag the variables say where the log is, and other variables do not', () => {
  const variables = {
    'aliyun_logs_audit-c1': '/var/log/kubernetes/a.audit',
    'aliyun_logs_audit-c2': 'stdout',
    aliyun_logs_other: '/var/log/kubernetes/b.log',
    GOGC: '100',
  };
  expect(placesOf([], variables)).toMatchObject({ paths: ['/data/audit/a.audit'], clusterIds: ['c1'] });
});

test('a log in the container alone is told, and one on standard output', () => {
  expect(placesOf(['--audit-log-path=/tmp/audit.log'])).toMatchObject({ paths: [], hidden: ['/tmp/audit.log'] });
  expect(placesOf(['--audit-log-path=-'])).toMatchObject({ paths: [], hidden: [], isStandardOutput: true });
  expect(placesOf([])).toMatchObject({ paths: [], hidden: [], isStandardOutput: false });
});
