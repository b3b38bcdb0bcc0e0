import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
    expect(text).toMatch(/policy\.yaml|auditPolicy:/);
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

  test('Talos gets its policy as a part of its configuration, and files below /var alone', () => {
    const patch = yamlOf('talos');
    expect(patch).toMatchObject({
      cluster: {
        apiServer: {
          auditPolicy: { kind: 'Policy', rules: [{ level: 'Metadata' }] },
          extraVolumes: [{ hostPath: '/var/lib/whodunit', mountPath: '/etc/kubernetes/whodunit', readonly: true }],
        },
      },
      machine: { files: [{ path: '/var/lib/whodunit/webhook.yaml', permissions: 0o644, content: kubeconfig.text }] },
    });
    expect(writeFragment('talos', request()).text).toContain('permissions: 0o644');
    expect(writeFragment('talos', request()).text).not.toMatch(/audit-log-path|audit-policy-file/);
  });

  describe('minikube gets a script', () => {
    let home = '';
    beforeEach(() => {
      home = mkdtempSync(path.join(tmpdir(), 'minikube-'));
      mkdirSync(path.join(home, 'bin'));
      writeFileSync(path.join(home, 'bin', 'minikube'), `#!/bin/sh\nprintf '%s\\n' "$@"\n`, { mode: 0o755 });
    });
    afterEach(() => rmSync(home, { recursive: true }));

    /** Runs the script with a minikube that prints what it is given, and takes the policy that it is to find. */
    function run(asked: FragmentRequest, more: Readonly<Record<string, string>> = {}) {
      const { text } = writeFragment('minikube', asked);
      const env = { HOME: home, PATH: `${path.join(home, 'bin')}:${process.env['PATH'] ?? ''}`, ...more };
      const args = execFileSync('sh', ['-s', '--', '--driver=docker', 'two words'], {
        input: text,
        env,
        encoding: 'utf8',
      });
      const files = path.join(more['MINIKUBE_HOME'] ?? home, '.minikube/files/etc/ssl/certs');
      return { args: args.trimEnd().split('\n'), policy: readFileSync(path.join(files, 'policy.yaml'), 'utf8') };
    }

    test('that starts it with the policy as it is, and with what it is given itself', () => {
      const { args, policy: written } = run(request());
      expect(args[0]).toBe('start');
      expect(args.slice(-2)).toEqual(['--driver=docker', 'two words']);
      expect(args).toContain('--extra-config=apiserver.audit-policy-file=/etc/ssl/certs/policy.yaml');
      expect(args).toContain('--extra-config=apiserver.audit-webhook-config-file=/etc/ssl/certs/webhook.yaml');
      expect(args).toContain('--extra-config=apiserver.audit-log-path=-');
      expect(args.join()).not.toContain('maxage');
      expect(written).toBe(policy.text);
    });

    test('whatever the policy holds, and wherever minikube is at home', () => {
      const text = 'WHODUNIT\nrm -rf /\n`id` $(id) $HOME\n';
      expect(run({ ...request(), policy: { ...policy, text } }).policy).toBe(text);
      const elsewhere = path.join(home, 'a b');
      expect(run(request(), { MINIKUBE_HOME: elsewhere }).policy).toBe(policy.text);
    });
  });
});
