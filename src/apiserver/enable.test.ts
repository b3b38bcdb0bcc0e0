import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { disableAudit, enableAudit, noHostFiles, type EnableOptions } from './index.ts';
import { enableOptions, plainStyle, writeManifest } from './testkit.ts';

function enable(text: string, some: Partial<EnableOptions> = {}): string {
  const enabled = enableAudit(text, enableOptions(some), noHostFiles);
  if (!enabled.ok) throw new Error(enabled.diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
  return enabled.value;
}

function refusal(text: string, some: Partial<EnableOptions> = {}): string | undefined {
  const enabled = enableAudit(text, enableOptions(some), noHostFiles);
  return enabled.ok ? undefined : enabled.diagnostics[0]?.code;
}

interface Pod {
  readonly spec: {
    readonly containers: readonly {
      readonly command: readonly string[];
      readonly args?: readonly string[];
      readonly env?: readonly { name: string; value: string }[];
      readonly volumeMounts: readonly unknown[];
    }[];
    readonly volumes: readonly unknown[];
  };
}

function container(text: string): Pod['spec']['containers'][number] {
  const pod = parse(text) as Pod;
  const found = pod.spec.containers[0];
  if (!found) throw new Error('no container');
  return found;
}

describe('enableAudit', () => {
  test('writes the flags of both backends, truncation included', () => {
    const text = enable(writeManifest(plainStyle), { backends: ['log', 'webhook'] });
    expect(container(text).command.filter((word) => word.startsWith('--audit'))).toEqual([
      '--audit-policy-file=/etc/kubernetes/whodunit/policy.yaml',
      '--audit-log-path=/var/log/kubernetes/kubernetes.audit',
      '--audit-log-maxage=30',
      '--audit-log-maxbackup=10',
      '--audit-log-maxsize=100',
      '--audit-webhook-config-file=/etc/kubernetes/whodunit/webhook.yaml',
      '--audit-webhook-truncate-enabled=true',
      '--audit-webhook-truncate-max-batch-size=10485760',
      '--audit-webhook-truncate-max-event-size=102400',
    ]);
  });

  test('mounts files as files and the folder of the log as a folder', () => {
    const text = enable(writeManifest(plainStyle), { backends: ['log', 'webhook'] });
    expect(container(text).volumeMounts).toContainEqual({
      mountPath: '/etc/kubernetes/whodunit/policy.yaml',
      name: 'whodunit-audit-policy',
      readOnly: true,
    });
    expect(container(text).volumeMounts).toContainEqual({
      mountPath: '/var/log/kubernetes',
      name: 'whodunit-audit-log',
    });
    const { volumes } = (parse(text) as Pod).spec;
    expect(volumes).toContainEqual({
      hostPath: { path: '/etc/kubernetes/whodunit/policy.yaml', type: 'File' },
      name: 'whodunit-audit-policy',
    });
    expect(volumes).toContainEqual({
      hostPath: { path: '/var/log/kubernetes', type: 'DirectoryOrCreate' },
      name: 'whodunit-audit-log',
    });
  });

  test('keeps values that are there unless others are given, in either way of writing them', () => {
    for (const separate of [false, true]) {
      const original = writeManifest({ ...plainStyle, separate }, ['--audit-log-maxage=7', '--audit_log_maxbackup=3']);
      const { command } = container(enable(original, { given: { 'audit-log-maxbackup': '5' } }));
      const flags = command.join(' ').replaceAll('=', ' ');
      expect(flags).toContain('--audit-log-maxage 7');
      expect(flags).toMatch(/--audit[-_]log[-_]maxbackup 5/);
      expect(flags.match(/maxbackup/g)).toHaveLength(1);
    }
  });

  test('puts flags into args behind kube-apiserver where /go-runner starts it', () => {
    const { command, args } = container(enable(writeManifest({ ...plainStyle, runner: true })));
    expect(command).toEqual(['/go-runner']);
    expect(args?.at(-1)).toBe('--audit-log-maxsize=100');
    expect(args?.[0]).toBe('--log-file=/var/log/kube-apiserver.log');
  });

  test('adds the variables of a registered cluster, once', () => {
    const original = writeManifest(plainStyle);
    const text = enable(original, { collectorCluster: 'c8f' });
    expect(container(text).env).toEqual([
      { name: 'aliyun_logs_audit-c8f', value: '/var/log/kubernetes/kubernetes.audit' },
      { name: 'aliyun_logs_audit-c8f_tags', value: 'audit=apiserver' },
      { name: 'aliyun_logs_audit-c8f_product', value: 'k8s-audit' },
      { name: 'aliyun_logs_audit-c8f_jsonfile', value: 'true' },
    ]);
    expect(enable(text, { collectorCluster: 'c8f' })).toBe(text);
    expect(disableAudit(text)).toMatchObject({ value: original });
  });

  test('moves its own mounts when the policy lies elsewhere', () => {
    const first = enable(writeManifest(plainStyle));
    const second = enable(first, { policyPath: '/etc/kubernetes/whodunit/other.yaml' });
    expect(second).not.toContain('whodunit/policy.yaml');
    expect(second.match(/whodunit\/other\.yaml/g)).toHaveLength(3);
  });

  test('gives a webhook that is there its truncation when the log is switched on', () => {
    const original = writeManifest(plainStyle, ['--audit-webhook-config-file=/etc/kubernetes/pki/hook.yaml']);
    expect(enable(original)).toContain('--audit-webhook-truncate-enabled=true');
  });

  test('uses a mount that shows the file already', () => {
    const text = enable(writeManifest(plainStyle), { policyPath: '/etc/kubernetes/pki/policy.yaml' });
    expect(text).not.toContain('whodunit-audit-policy');
  });

  test('refuses a manifest in which a flag is given twice', () => {
    const flags = ['--audit-log-maxage=7', '--audit-log-maxage=8'];
    expect(refusal(writeManifest(plainStyle, flags))).toBe('flag-given-twice');
  });

  test('takes a flag that is given twice with one value, and changes it in both places', () => {
    const twice = writeManifest(plainStyle, ['--audit-log-maxage=7', '--audit-log-maxage=7']);
    expect(enable(twice).match(/--audit-log-maxage=7/g)).toHaveLength(2);
    const changed = enable(twice, { given: { 'audit-log-maxage': '9' } });
    expect(changed.match(/--audit-log-maxage=9/g)).toHaveLength(2);
    expect(changed).not.toContain('maxage=7');
  });

  test('takes both names of the backoff for one flag', () => {
    const old = '--audit-webhook-batch-initial-backoff=5s';
    expect(refusal(writeManifest(plainStyle, [old, '--audit-webhook-initial-backoff=9s']))).toBe('flag-given-twice');
    const given = { 'audit-webhook-initial-backoff': '7s' };
    const text = enable(writeManifest(plainStyle, [old]), { backends: ['webhook'], given });
    expect(text).toContain('--audit-webhook-batch-initial-backoff=7s');
    expect(text.match(/initial-backoff/g)).toHaveLength(1);
  });

  test('reads a manifest that begins with a byte order mark', () => {
    const original = `\u{feff}${writeManifest(plainStyle)}`;
    expect(disableAudit(enable(original))).toMatchObject({ value: original });
  });

  test('refuses a log in a folder that is mounted read-only', () => {
    const given = { 'audit-log-path': '/etc/kubernetes/pki/audit.log' };
    expect(refusal(writeManifest(plainStyle), { given })).toBe('log-mount-read-only');
  });

  test('refuses a log in the root of the container, a relative one, and one behind a colon', () => {
    const original = writeManifest(plainStyle);
    expect(refusal(original, { given: { 'audit-log-path': '/audit.log' } })).toBe('log-in-root');
    expect(refusal(original, { given: { 'audit-log-path': 'audit.log' } })).toBe('log-path-invalid');
    expect(refusal(original, { given: { 'audit-log-path': '/var/a:b/audit.log' } })).toBe('log-path-invalid');
  });

  test('writes a log to standard output without a mount', () => {
    expect(enable(writeManifest(plainStyle), { given: { 'audit-log-path': '-' } })).not.toContain('whodunit-audit-log');
  });

  test('refuses flags with which kube-apiserver does not start', () => {
    expect(refusal(writeManifest(plainStyle, ['--audit-log-mode=fast']))).toBe('flag-value');
    expect(refusal(writeManifest(plainStyle, ['--audit-dynamic-configuration=true']))).toBe('flag-unknown');
    expect(refusal(writeManifest(plainStyle), { given: { 'audit-log-maxage': '-1' } })).toBe('flag-value');
    const truncation = { 'audit-webhook-truncate-max-batch-size': '10' };
    expect(refusal(writeManifest(plainStyle), { backends: ['webhook'], given: truncation })).toBe('flag-value');
  });

  test('refuses the webhook without a place to send events to', () => {
    expect(refusal(writeManifest(plainStyle), { backends: ['webhook'], webhookPath: undefined })).toBe(
      'webhook-url-missing',
    );
  });
});

describe('manifests that are refused', () => {
  const good = writeManifest(plainStyle);
  const cases: readonly (readonly [string, string, string])[] = [
    ['an empty file', '', 'manifest-empty'],
    ['no YAML', 'a: b: c', 'manifest-syntax'],
    ['tabs', good.replaceAll('  ', '\t'), 'manifest-syntax'],
    ['two documents', `${good}---\n${good}`, 'manifest-several-documents'],
    ['a Deployment', good.replace('kind: Pod', 'kind: Deployment'), 'manifest-not-a-pod'],
    ['no kind', good.replace('kind: Pod\n', ''), 'manifest-not-a-pod'],
    ['a list', '- a\n', 'manifest-not-a-pod'],
    ['another program', good.replaceAll('kube-apiserver', 'etcd'), 'manifest-no-apiserver'],
    ['spec without containers', 'kind: Pod\nspec: {}\n', 'manifest-no-apiserver'],
    ['containers that are no list', 'kind: Pod\nspec: {containers: {a: b}}\n', 'manifest-no-apiserver'],
    [
      'a shell script',
      good.replace(/ {4}command:[\s\S]*6443/, '    command: [sh, -c, "exec kube-apiserver --v=2"]'),
      'manifest-shell',
    ],
    [
      'an alias as command',
      good.replace(/ {4}command:[\s\S]*6443/, '    command: *c').replace('hostNetwork: true', 'x: &c [kube-apiserver]'),
      'manifest-alias',
    ],
    ['no command at all', good.replace(/ {4}command:[\s\S]*6443\n/, ''), 'manifest-no-command'],
    ['too large', `${good}# ${'x'.repeat(2_000_000)}`, 'manifest-too-large'],
    ['a key twice', `${good}kind: Pod\n`, 'manifest-syntax'],
  ];

  test.each(cases)('%s', (_, text, code) => {
    expect(refusal(text)).toBe(code);
  });

  test('two containers that run kube-apiserver', () => {
    const second = '  - image: registry.k8s.io/kube-apiserver:v1.30.0\n    name: b\n    command: [kube-apiserver]\n';
    expect(refusal(good.replace('  volumes:', `${second}  volumes:`))).toBe('manifest-two-apiservers');
  });

  test('a second container that does something else is left alone', () => {
    const second = '  - image: registry.k8s.io/etcd:3.5\n    name: etcd\n    command: [etcd, --audit-log-path=/x]\n';
    const original = good.replace('  volumes:', `${second}  volumes:`);
    const text = enable(original);
    expect(text).toContain(second);
    expect(disableAudit(text)).toMatchObject({ value: original });
  });

  test('aliases that multiply themselves', () => {
    const bomb = Array.from(
      { length: 12 },
      (_, index) =>
        `a${index}: &a${index} [${
          index === 0
            ? 'x'
            : Array(9)
                .fill(`*a${index - 1}`)
                .join(',')
        }]`,
    );
    expect(refusal(`${bomb.join('\n')}\n${good}`)).toBeUndefined();
    expect(refusal(`${bomb.join('\n')}\nkind: Pod\nspec: *a11\n`)).toBe('manifest-alias');
  });
});

describe('disableAudit', () => {
  test('takes flags given twice, separate values and a mount of nothing but the policy', () => {
    const flags = ['--audit-policy-file=/etc/audit/policy.yaml', '--audit-log-maxage=1', '--audit-log-maxage=2'];
    const text = writeManifest({ ...plainStyle, separate: true }, flags)
      .replace('    volumeMounts:\n', '    volumeMounts:\n    - mountPath: /etc/audit/policy.yaml\n      name: audit\n')
      .replace('  volumes:\n', '  volumes:\n  - hostPath:\n      path: /etc/audit/policy.yaml\n    name: audit\n');
    expect(disableAudit(text)).toMatchObject({ value: writeManifest({ ...plainStyle, separate: true }) });
  });

  test('leaves a folder that something else may use', () => {
    const text = writeManifest(plainStyle, ['--audit-policy-file=/etc/kubernetes/pki/policy.yaml']);
    expect(disableAudit(text)).toMatchObject({ value: writeManifest(plainStyle) });
  });
});
