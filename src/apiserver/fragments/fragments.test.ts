import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { chooseFlags } from '../enable.ts';
import { type Distribution, distributions, type FragmentRequest, writeFragment } from './index.ts';

const policy = {
  path: '/etc/kubernetes/whodunit/policy.yaml',
  text: 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata # $HOME\n',
};
const kubeconfig = { path: '/etc/kubernetes/whodunit/webhook.yaml', text: 'kind: Config\n' };

function request(minor = 36): FragmentRequest {
  const flags = chooseFlags(new Set(), {
    backends: ['log', 'webhook'],
    policyPath: policy.path,
    webhookPath: kubeconfig.path,
    given: { 'audit-webhook-batch-throttle-qps': '20' },
  });
  return { release: { minor }, flags, policy, kubeconfig, logFolder: '/var/log/kubernetes' };
}

function yamlOf(distribution: Distribution, minor?: number): unknown {
  return parse(writeFragment(distribution, request(minor)).text);
}

describe('writeFragment', () => {
  test.each(distributions)('%s names the policy, the webhook and every flag that it can', (distribution) => {
    const { text } = writeFragment(distribution, request());
    expect(text).toContain('policy.yaml');
    expect(text).toContain('webhook.yaml');
    expect(text).toMatch(/throttle-?qps/i);
  });

  test('kubeadm lists flags since v1beta4 and maps them before', () => {
    expect(yamlOf('kubeadm')).toMatchObject({
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      apiServer: { extraArgs: expect.arrayContaining([{ name: 'audit-log-maxage', value: '30' }]) as unknown },
    });
    expect(yamlOf('kubeadm', 30)).toMatchObject({
      apiVersion: 'kubeadm.k8s.io/v1beta3',
      apiServer: {
        extraArgs: { 'audit-log-maxage': '30' },
        extraVolumes: [
          { hostPath: policy.path, pathType: 'File', readOnly: true },
          { hostPath: kubeconfig.path, pathType: 'File' },
          { hostPath: '/var/log/kubernetes', pathType: 'DirectoryOrCreate' },
        ],
      },
    });
  });

  test('kind mounts the files into its node and has a patch for both versions', () => {
    const cluster = yamlOf('kind') as { nodes: { kubeadmConfigPatches: string[]; extraMounts: unknown[] }[] };
    expect(
      cluster.nodes[0]?.kubeadmConfigPatches.map((patch) => (parse(patch) as { apiVersion: string }).apiVersion),
    ).toEqual(['kubeadm.k8s.io/v1beta3', 'kubeadm.k8s.io/v1beta4']);
    expect(cluster.nodes[0]?.extraMounts).toContainEqual({
      hostPath: './policy.yaml',
      containerPath: policy.path,
      readOnly: true,
    });
  });

  test('k3s adds to the arguments of others, RKE2 mounts what it does not mount by itself', () => {
    expect(yamlOf('k3s')).toEqual({
      'kube-apiserver-arg+': expect.arrayContaining([`audit-policy-file=${policy.path}`]) as unknown,
    });
    expect(yamlOf('rke2')).toMatchObject({
      'audit-policy-file': policy.path,
      'kube-apiserver-extra-mount+': [
        '/etc/kubernetes/whodunit:/etc/kubernetes/whodunit:ro',
        '/var/log/kubernetes:/var/log/kubernetes',
      ],
    });
  });

  test('kops gets its own fields with numbers, and says which flags it has no field for', () => {
    const { text, notes } = writeFragment('kops', request());
    expect(parse(text)).toMatchObject({
      spec: {
        fileAssets: [{ path: policy.path, content: policy.text }, { path: kubeconfig.path }],
        kubeAPIServer: { auditLogMaxAge: 30, auditWebhookBatchThrottleQps: 20, auditPolicyFile: policy.path },
      },
    });
    expect(notes.join()).toContain('--audit-webhook-truncate-enabled=true');
  });

  test('minikube gets a script that any shell can read, with the policy as it is', () => {
    const { text } = writeFragment('minikube', request());
    expect(() => execFileSync('sh', ['-n'], { input: text })).not.toThrow();
    expect(text).toContain('- level: Metadata # $HOME');
    expect(text).toContain('--extra-config=apiserver.audit-log-path=-');
    expect(text).toContain('apiserver.audit-policy-file=/etc/ssl/certs/policy.yaml');
    const hostile = { ...request(), policy: { ...policy, text: 'WHODUNIT\nrm -rf /\n' } };
    expect(writeFragment('minikube', hostile).text).toContain("<<'WHODUNIT_'\nWHODUNIT\nrm -rf /\nWHODUNIT_\n");
  });
});
