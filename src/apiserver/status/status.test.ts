import { describe, expect, test } from 'vitest';
import { auditStatus, type HostFile, noHostFiles, webhookKubeconfig } from '../index.ts';
import { plainStyle, writeManifest } from '../testkit.ts';

const policyPath = '/etc/kubernetes/pki/policy.yaml';
const hookPath = '/etc/kubernetes/pki/hook.yaml';
const policyFlag = `--audit-policy-file=${policyPath}`;
const policy = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n';

interface Case {
  readonly flags: readonly string[];
  readonly minor?: number;
  readonly files?: Readonly<Record<string, HostFile>>;
  readonly edit?: (text: string) => string;
}

function status({ flags, minor = 36, files, edit }: Case): ReturnType<typeof auditStatus> {
  const text = writeManifest(plainStyle, flags);
  const host = files ? { lookup: (path: string): HostFile => files[path] ?? { kind: 'unknown' } } : noHostFiles;
  return auditStatus(edit ? edit(text) : text, { minor }, host);
}

function problems(given: Case): string[] {
  const found = status(given);
  if (!found.ok) throw new Error(JSON.stringify(found.diagnostics));
  return found.value.problems.map(({ severity, code }) => `${severity} ${code}`);
}

const file = (text: string): HostFile => ({ kind: 'file', text });

describe('auditStatus', () => {
  test('says that audit is off where nothing is configured', () => {
    expect(status({ flags: [] })).toMatchObject({
      value: { enabled: false, backends: [], policyFile: null, flags: {}, problems: [] },
    });
  });

  test('says what is on, and with which values', () => {
    expect(
      status({ flags: [policyFlag, '--audit-log-path=-', '--audit-log-maxage=3', '--audit-log-maxage=4'] }),
    ).toMatchObject({
      value: {
        enabled: true,
        backends: ['log'],
        policyFile: policyPath,
        flags: { '--audit-log-path': '-', '--audit-log-maxage': '4' },
        problems: [{ code: 'flag-given-twice', severity: 'warning', flag: '--audit-log-maxage', line: 18 }],
      },
    });
  });

  const log = [policyFlag, '--audit-log-path=-'];
  const hook = [policyFlag, `--audit-webhook-config-file=${hookPath}`, '--audit-webhook-truncate-enabled=true'];

  test.each([
    ['https://w:7480/ingest/v1/clusters/c/audit', 'https://w:7480/ingest/v1/clusters/c/audit'],
    ['http://w:7480/ingest/v1/clusters/c/audit', 'http://w:7480/ingest/v1/token/***/audit'],
  ])('says where events are sent to, and no token: %s', (url, shown) => {
    const written = webhookKubeconfig({ url, token: 'secret' });
    const found = status({ flags: hook, files: { [hookPath]: file(written.ok ? written.value : '') } });
    expect(found).toMatchObject({ value: { webhookServer: shown } });
    expect(JSON.stringify(found)).not.toContain('secret');
  });

  test('says no address where the kubeconfig is not to be read here', () => {
    expect(status({ flags: hook })).toMatchObject({ value: { webhookServer: null } });
    expect(status({ flags: log })).toMatchObject({ value: { webhookServer: null } });
  });

  const cases: readonly (readonly [string, Case, readonly string[]])[] = [
    ['a backend without a policy', { flags: ['--audit-log-path=-'] }, ['warning policy-not-given']],
    ['a policy without a backend', { flags: [policyFlag] }, ['warning backend-not-given']],
    ['an unknown flag', { flags: [...log, '--audit-foo=1'] }, ['error flag-unknown']],
    ['a mode that is none', { flags: [...log, '--audit-log-mode=fast'] }, ['error flag-value']],
    ['the same for a backend that is off', { flags: [...log, '--audit-webhook-mode=fast'] }, ['warning flag-value']],
    [
      'a number that is none, backend off',
      { flags: [...log, '--audit-webhook-batch-max-size=x'] },
      ['error flag-value'],
    ],
    [
      'v1beta1 events since 1.24',
      { flags: [...log, '--audit-log-version=audit.k8s.io/v1beta1'] },
      ['error flag-value'],
    ],
    ['v1beta1 events before', { flags: [...log, '--audit-log-version=audit.k8s.io/v1beta1'], minor: 23 }, []],
    ['a negative age', { flags: [...log, '--audit-log-maxage=-1'] }, ['error flag-value']],
    ['an empty buffer', { flags: [...hook, '--audit-webhook-batch-buffer-size=0'] }, ['error flag-value']],
    [
      'an empty buffer that is not used',
      { flags: [...hook, '--audit-webhook-mode=blocking', '--audit-webhook-batch-buffer-size=0'] },
      [],
    ],
    ['no throughput', { flags: [...hook, '--audit-webhook-batch-throttle-qps=0'] }, ['error flag-value']],
    [
      'no throughput, throttle off',
      { flags: [...hook, '--audit-webhook-batch-throttle-qps=0', '--audit-webhook-batch-throttle-enable=false'] },
      [],
    ],
    [
      'a batch smaller than an event',
      { flags: [...hook, '--audit-webhook-truncate-max-batch-size=10'] },
      ['error flag-value'],
    ],
    [
      'a log throttle without a rate',
      { flags: [...log, '--audit-log-mode=batch', '--audit-log-batch-throttle-enable=true'] },
      ['error flag-value', 'error flag-value'],
    ],
    ['no truncation', { flags: hook.slice(0, 2) }, ['warning webhook-not-truncated']],
    ['the legacy format', { flags: [...log, '--audit-log-format=legacy'] }, ['warning log-format-legacy']],
    ['no rotation since 1.36', { flags: [...log, '--audit-log-maxsize=0'] }, ['warning log-never-rotated']],
    ['lumberjack rotating by itself before', { flags: [...log, '--audit-log-maxsize=0'], minor: 35 }, []],
    [
      'a policy that is not mounted',
      { flags: ['--audit-policy-file=/nowhere/p.yaml', '--audit-log-path=-'] },
      ['error file-not-mounted'],
    ],
    [
      'a policy that is not there',
      { flags: log, files: { [policyPath]: { kind: 'missing' } } },
      ['error file-missing'],
    ],
    [
      'a policy that is a directory',
      { flags: log, files: { [policyPath]: { kind: 'directory' } } },
      ['error directory-for-file'],
    ],
    [
      'a policy that is wrong',
      { flags: log, files: { [policyPath]: file(policy.replace('Metadata', 'meta')) } },
      ['error invalid-field'],
    ],
    [
      'a policy whose version has ended',
      { flags: log, files: { [policyPath]: file(policy.replace('v1', 'v1beta1')) } },
      ['error not-a-policy'],
    ],
    [
      'the same policy in time',
      { flags: log, minor: 23, files: { [policyPath]: file(policy.replace('v1', 'v1beta1')) } },
      [],
    ],
    [
      'an unknown field in the policy',
      { flags: log, files: { [policyPath]: file(`${policy}  resource: pods\n`) } },
      ['warning unknown-field'],
    ],
    ['a kubeconfig that is none', { flags: hook, files: { [hookPath]: file('hello') } }, ['error kubeconfig-invalid']],
    [
      'a kubeconfig without a server',
      { flags: hook, files: { [hookPath]: file('apiVersion: v1\nkind: Config\n') } },
      ['error kubeconfig-invalid'],
    ],
    [
      'a log that is not mounted',
      { flags: [policyFlag, '--audit-log-path=/var/log/a.log'] },
      ['warning log-not-mounted'],
    ],
    [
      'a log in a read-only mount',
      { flags: [policyFlag, '--audit-log-path=/etc/kubernetes/pki/a.log'] },
      ['error log-mount-read-only'],
    ],
    [
      'the same before 1.22',
      { flags: [policyFlag, '--audit-log-path=/etc/kubernetes/pki/a.log'], minor: 21 },
      ['warning log-mount-read-only'],
    ],
    [
      'a log that is a directory',
      {
        flags: [policyFlag, '--audit-log-path=/etc/kubernetes/pki/a.log'],
        files: { '/etc/kubernetes/pki/a.log': { kind: 'directory' } },
        edit: (text) => text.replace('      readOnly: true\n', ''),
      },
      ['error directory-for-file'],
    ],
    [
      'a log that is a mount',
      {
        flags: [policyFlag, '--audit-log-path=/etc/kubernetes/pki'],
        edit: (text) => text.replace('      readOnly: true\n', ''),
      },
      ['warning log-cannot-rotate'],
    ],
    [
      'a mount without its volume',
      { flags: log, edit: (text) => text.replace(/ {2}volumes:[\s\S]*$/, '') },
      ['error volume-missing'],
    ],
    [
      'a volume for a directory where a file is meant',
      { flags: log, edit: (text) => text.replace('mountPath: /etc/kubernetes/pki', `mountPath: ${policyPath}`) },
      ['error directory-for-file'],
    ],
    [
      'a file where the volume is a directory',
      { flags: log, files: { '/etc/kubernetes/pki': file('') } },
      ['error directory-for-file'],
    ],
  ];

  test.each(cases)('%s', (_, given, expected) => {
    expect(problems(given)).toEqual(expected);
  });

  test('says of files that a kubeconfig names whether they are there, and what is unchecked', () => {
    const written = webhookKubeconfig({ url: 'https://w:7480/ingest/v1/clusters/c/audit', token: 't' });
    const text = written.ok ? written.value : '';
    const naming = (path: string): HostFile =>
      file(text.replace('cluster:\n', `cluster:\n      certificate-authority: ${path}\n`));
    const ca = '/etc/kubernetes/pki/sub/ca.crt';
    const found = (files: Readonly<Record<string, HostFile>>): string[] => problems({ flags: hook, files });
    expect(found({ [hookPath]: naming(ca), [ca]: file('-----BEGIN CERTIFICATE-----') })).toEqual([]);
    expect(found({ [hookPath]: naming(ca), [ca]: { kind: 'missing' } })).toEqual(['error kubeconfig-invalid']);
    const folder = { '/etc/kubernetes/pki/sub': { kind: 'missing' } } as const;
    expect(found({ [hookPath]: naming(ca), ...folder })).toEqual(['error kubeconfig-invalid']);
    expect(found({ [hookPath]: naming(ca) })).toEqual(['warning kubeconfig-file-unchecked']);
    expect(found({ [hookPath]: naming('/opt/ca.crt') })).toEqual(['warning kubeconfig-file-unchecked']);
  });

  test('a kubeconfig of ours has no problem, one whose token is not sent has', () => {
    const ours = webhookKubeconfig({ url: 'https://w:7480/ingest/v1/clusters/c/audit', token: 't' });
    if (!ours.ok) throw new Error('refused');
    expect(problems({ flags: hook, files: { [hookPath]: file(ours.value) } })).toEqual([]);
    const plain = ours.value.replace('https', 'http');
    expect(problems({ flags: hook, files: { [hookPath]: file(plain) } })).toEqual(['warning webhook-token-not-sent']);
  });
});
