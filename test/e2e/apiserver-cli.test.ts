import { applyPatch } from 'diff';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cli, run, runCli, type Ended } from './run-cli.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures');
const original = readFileSync(path.join(fixtures, 'manifests/kubeadm.yaml'), 'utf8');
const ackPolicy = path.join(fixtures, 'seed-policies/ack.yaml');
const smallPolicy = path.join(fixtures, 'seed-policies/metadata.yaml');

let folder: string;
let manifest: string;
let hostDir: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'whodunit-apiserver-'));
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, 'manifests'));
  manifest = path.join(folder, 'manifests/kube-apiserver.yaml');
  hostDir = path.join(folder, 'whodunit');
  writeFileSync(manifest, original, { mode: 0o600 });
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function apiserver(command: string, ...args: string[]): Promise<Ended> {
  return runCli(['apiserver', command, '--manifest', manifest, ...args]);
}

function enable(...args: string[]): Promise<Ended> {
  return apiserver('enable', '--host-dir', hostDir, '--policy', ackPolicy, ...args);
}

function now(): string {
  return readFileSync(manifest, 'utf8');
}

const webhook = [
  '--webhook-url',
  'http://127.0.0.1:7480/ingest/v1/clusters/c/audit',
  '--webhook-token',
  'secret-token',
];

describe('apiserver enable, status, undo and disable', () => {
  test.each([
    ['log', []],
    ['webhook', webhook],
    ['both', webhook],
  ])('work for the %s backend, and bring the original back', async (backend, more) => {
    const first = await enable('--backend', backend, ...more);
    expect(first.status).toBe(0);
    // Over plain http the token cannot go where it would be expected.
    expect(first.stderr.includes("the token goes into the URL's path")).toBe(backend !== 'log');
    const enabled = now();
    expect(enabled).not.toBe(original);
    expect(statSync(manifest).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(manifest))).toEqual(['kube-apiserver.yaml']);

    const again = await enable('--backend', backend, ...more);
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false });
    expect(now()).toBe(enabled);
    expect(readdirSync(path.join(hostDir, 'backup'))).toHaveLength(1);

    const status = await apiserver('status');
    expect(status.status).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({
      enabled: true,
      backends: backend === 'both' ? ['log', 'webhook'] : [backend],
      problems: [],
    });

    expect(await apiserver('undo')).toMatchObject({ status: 0 });
    expect(now()).toBe(original);
    // What holds a token does not stay behind.
    expect(readdirSync(hostDir).filter((name) => name.startsWith('webhook-'))).toEqual([]);
    await enable('--backend', backend, ...more);
    expect(now()).toBe(enabled);
    expect(await apiserver('disable')).toMatchObject({ status: 0 });
    expect(now()).toBe(original);
  });

  test('write the policy as it is and a kubeconfig that only its owner reads', async () => {
    await enable('--backend', 'webhook', ...webhook);
    const { flags } = JSON.parse((await apiserver('status')).stdout) as { flags: Record<string, string> };
    expect(readFileSync(flags['--audit-policy-file'] ?? '', 'utf8')).toBe(readFileSync(ackPolicy, 'utf8'));
    const kubeconfig = flags['--audit-webhook-config-file'] ?? '';
    expect(statSync(kubeconfig).mode & 0o777).toBe(0o600);
    expect(readFileSync(kubeconfig, 'utf8')).toContain('http://127.0.0.1:7480/ingest/v1/token/secret-token/audit');
    expect(now()).not.toContain('secret-token');
  });

  test('undo leaves the kubeconfig to which it goes back', async () => {
    await enable('--backend', 'webhook', ...webhook);
    await enable('--backend', 'webhook', ...webhook.slice(0, 3), 'another-token');
    const kubeconfigs = () => readdirSync(hostDir).filter((name) => name.startsWith('webhook-'));
    expect(kubeconfigs()).toHaveLength(2);
    expect(JSON.parse((await apiserver('undo')).stdout)).toMatchObject({
      removed: [expect.stringContaining('webhook-')],
    });
    expect(kubeconfigs()).toHaveLength(1);
    expect(JSON.parse((await apiserver('status')).stdout)).toMatchObject({ problems: [] });
    await apiserver('undo');
    expect(kubeconfigs()).toEqual([]);
  });

  test('a changed policy changes the manifest, and undo goes back to the policy before', async () => {
    await enable();
    const first = now();
    expect(await apiserver('enable', '--host-dir', hostDir, '--policy', smallPolicy)).toMatchObject({ status: 0 });
    expect(now()).not.toBe(first);
    await apiserver('undo');
    expect(now()).toBe(first);
    expect(JSON.parse((await apiserver('status')).stdout)).toMatchObject({ problems: [] });
    await apiserver('undo');
    expect(now()).toBe(original);
    expect(await apiserver('undo', '--host-dir', hostDir)).toMatchObject({ status: 1 });
  });

  test('undo asks before it throws away what somebody else changed', async () => {
    await enable();
    const edited = now().replace('cpu: 250m', 'cpu: 500m');
    writeFileSync(manifest, edited);
    const refused = await apiserver('undo');
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain('has been changed since');
    expect(now()).toBe(edited);
    expect(await apiserver('undo', '--force')).toMatchObject({ status: 0 });
    expect(now()).toBe(original);
  });

  test('--dry-run prints a diff that makes the same change, and writes nothing', async () => {
    const { stdout, stderr, status } = await enable('--dry-run', '--backend', 'both', ...webhook);
    expect(status).toBe(0);
    expect(stderr).toMatch(/would write \S+\/policy-\S+ \(mode 644\)\nwould write \S+\/webhook-\S+ \(mode 600\)/);
    expect(now()).toBe(original);
    expect(readdirSync(folder)).toEqual(['manifests']);
    const patched = applyPatch(original, stdout);
    await enable('--backend', 'both', ...webhook);
    expect(patched).toBe(now());
  });

  test('status says what is wrong once a file is gone, and ends with 1', async () => {
    await enable();
    const { policyFile } = JSON.parse((await apiserver('status')).stdout) as { policyFile: string };
    rmSync(policyFile);
    const status = await apiserver('status');
    expect(status.status).toBe(1);
    expect(JSON.parse(status.stdout)).toMatchObject({ problems: [{ code: 'file-missing', severity: 'error' }] });
    mkdirSync(policyFile);
    expect(JSON.parse((await apiserver('status')).stdout)).toMatchObject({
      problems: [{ code: 'directory-for-file' }],
    });
    rmSync(policyFile, { recursive: true });
    writeFileSync(policyFile, 'apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules: [{level: None}]\n');
    expect(await apiserver('status')).toMatchObject({ status: 1 });
    expect(JSON.parse((await apiserver('status', '--kube-version', '1.20')).stdout)).toMatchObject({ problems: [] });
  });

  test('an image without a release counts as 1.20, with a warning that is no problem', async () => {
    writeFileSync(manifest, original.replace('kube-apiserver:v1.34.2', 'kube-apiserver:latest'));
    const enabled = await enable();
    expect(enabled.status).toBe(0);
    expect(enabled.stderr).toContain('treated as 1.20');
    const status = await apiserver('status');
    expect(status.stderr).toContain('treated as 1.20');
    expect(JSON.parse(status.stdout)).toMatchObject({ problems: [], kubeVersion: '1.20' });
    expect((await apiserver('status', '--kube-version', '1.34')).stderr).toBe('');
  });

  test('common options stand before or after the name of the command', async () => {
    for (const args of [
      ['--json', 'apiserver', 'status', '--manifest', manifest],
      ['apiserver', '--json', 'status', '--manifest', manifest],
      ['apiserver', 'status', '--manifest', manifest, '--json', '--data', folder],
    ])
      expect(JSON.parse((await runCli(args)).stdout)).toMatchObject({ enabled: false });
  });
});

async function refused(status: number, message: string, ...args: string[]): Promise<void> {
  const before = readFileSync(manifest, 'utf8');
  const ended = await enable(...args);
  expect(ended.stderr).toContain(message);
  expect(ended).toMatchObject({ status, stdout: '' });
  expect(readFileSync(manifest, 'utf8')).toBe(before);
  expect(readdirSync(path.dirname(manifest))).toEqual(['kube-apiserver.yaml']);
}

describe('bad input leaves the manifest as it was', () => {
  test('wrong usage is 2, wrong input 1, what cannot be reached 3', async () => {
    await refused(2, 'not an integer', '--log-maxage', 'often');
    await refused(2, 'unknown option', '--frobnicate');
    await refused(2, 'Allowed choices', '--backend', 'pigeon');
    await refused(2, '--webhook-url', '--webhook-token', 't');
    await refused(2, 'need each other', '--webhook-url', 'https://w/', '--webhook-client-key', 'client.key');
    await refused(1, 'neither a URL nor a kubeconfig', '--backend', 'webhook');
    await refused(1, 'no http or https URL', '--backend', 'webhook', '--webhook-url', 'ftp://x/');
    await refused(
      1,
      'no certificate',
      '--backend',
      'webhook',
      '--webhook-url',
      'https://x/',
      '--webhook-ca',
      ackPolicy,
    );
    await refused(3, 'no such file', '--policy', path.join(folder, 'nowhere.yaml'));
    await refused(1, 'looks for manifests there', '--host-dir', path.dirname(manifest));
    const within = path.join(path.dirname(manifest), 'whodunit');
    expect(await apiserver('enable', '--host-dir', within, '--policy', ackPolicy, '--dry-run')).toMatchObject({
      status: 0,
    });
    await refused(1, 'mounted read-only', '--log-path', '/etc/ssl/certs/audit.log');
  });

  test('a policy that the release refuses, in its words and with its line', async () => {
    const policy = path.join(folder, 'policy.yaml');
    writeFileSync(policy, 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Everything\n');
    await refused(1, `${policy}:4:10: error: rules[0].level: Unsupported value`, '--policy', policy);
    await refused(1, 'audit.k8s.io/v1beta1', '--policy', path.join(fixtures, 'seed-policies/registered.yaml'));
    const registered = ['--policy', path.join(fixtures, 'seed-policies/registered.yaml'), '--kube-version', '1.20'];
    expect(await enable(...registered)).toMatchObject({ status: 0 });
  });

  test('a policy of 5 MB, and one of 10,000 rules, which is fine', async () => {
    const policy = path.join(folder, 'policy.yaml');
    const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n';
    writeFileSync(policy, `${head}${`- level: None\n  users: ["${'u'.repeat(470)}"]\n`.repeat(10_000)}`);
    await refused(1, 'too large', '--policy', policy);
    writeFileSync(policy, `${head}${'- level: None\n  verbs: [get]\n'.repeat(10_000)}`);
    expect(await enable('--policy', policy)).toMatchObject({ status: 0 });
  });

  test('a manifest that is a symbolic link, a folder, or not there', async () => {
    const target = path.join(folder, 'target.yaml');
    cpSync(manifest, target);
    rmSync(manifest);
    symlinkSync(target, manifest);
    await refused(1, 'symbolic link');
    expect(readFileSync(target, 'utf8')).toBe(original);
    rmSync(manifest);
    mkdirSync(manifest);
    expect(await enable()).toMatchObject({ status: 1 });
    rmSync(manifest, { recursive: true });
    expect(await enable()).toMatchObject({ status: 3 });
  });

  test('a manifest that is not UTF-8, and one with a flag given twice', async () => {
    writeFileSync(manifest, Buffer.from([0x6b, 0xff, 0xfe]));
    expect((await enable()).stderr).toContain('not UTF-8');
    writeFileSync(
      manifest,
      original.replace('- --secure-port=6443', '- --audit-log-maxage=1\n    - --audit-log-maxage=2'),
    );
    await refused(1, `${manifest}:27: error: cannot edit the flag "--audit-log-maxage": it is given twice`);
  });

  test.skipIf(process.getuid?.() !== 0)('a folder that may not be written to', async () => {
    chmodSync(path.dirname(manifest), 0o755);
    chmodSync(manifest, 0o644);
    mkdirSync(hostDir, { mode: 0o777 });
    chmodSync(hostDir, 0o777);
    const args = ['apiserver', 'enable', '--manifest', manifest, '--host-dir', hostDir, '--policy', ackPolicy];
    const ended = await runCli(args, { uid: 65534, gid: 65534 });
    expect(ended.stderr).toContain(`cannot write "${manifest}" (the manifest is untouched): permission denied`);
    expect(ended).toMatchObject({ status: 3, stdout: '' });
    expect(now()).toBe(original);
    // Nothing is left of the attempt.
    expect(readdirSync(hostDir)).toEqual(['backup']);
    expect(readdirSync(path.join(hostDir, 'backup'))).toEqual([]);
  });

  test.each([
    ['the policy', ackPolicy, 4],
    ['the backup', smallPolicy, 4],
    ['the manifest', smallPolicy, 5],
  ])('a file system that takes no more while %s is written', async (_, policy, blocks) => {
    // ulimit counts 512 bytes in POSIX shells: the original fits into 5 of them, the new manifest does not.
    const command = [cli, 'apiserver', 'enable', '--manifest', manifest, '--host-dir', hostDir, '--policy', policy];
    const ended = await run('sh', ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, ...command]);
    expect(ended.stderr).toContain('too large');
    expect(ended).toMatchObject({ status: 3, stdout: '' });
    expect(now()).toBe(original);
    expect(readdirSync(path.dirname(manifest))).toEqual(['kube-apiserver.yaml']);
  });
});

describe('apiserver tune', () => {
  test('gives flags for a load that carry no less than the defaults, with the reasoning', async () => {
    const { status, stdout } = await runCli(['apiserver', 'tune', '--requests-per-second', '100', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      flags: { '--audit-webhook-batch-throttle-qps': 40, '--audit-webhook-batch-buffer-size': 10_000 },
      explanation: expect.stringContaining('200 events/s') as unknown,
    });
    expect(await runCli(['apiserver', 'tune'])).toMatchObject({ status: 2 });
    expect(await runCli(['apiserver', 'tune', '--requests-per-second', '0'])).toMatchObject({ status: 2 });
  });

  test('says what the flags of a manifest carry', async () => {
    await enable(
      '--backend',
      'webhook',
      ...webhook,
      '--webhook-batch-throttle-qps',
      '2',
      '--webhook-batch-max-size',
      '100',
    );
    const { stdout } = await apiserver('tune', '--requests-per-second', '150');
    expect(JSON.parse(stdout)).toMatchObject({
      carries: [{ backend: 'webhook', eventsPerSecond: 200, verdict: { carries: false } }],
    });
  });
});

describe('apiserver enable --for', () => {
  test.each(['minikube', 'kubeadm', 'kind', 'k3s', 'rke2', 'kops'])(
    '%s prints its configuration, or writes it',
    async (name) => {
      const args = ['apiserver', 'enable', '--for', name, '--policy', ackPolicy, '--backend', 'both', ...webhook];
      const printed = await runCli(args);
      expect(printed.status).toBe(0);
      expect(printed.stdout).toMatch(/audit-?policy-?file/i);
      const written = await runCli([...args, '--out', folder]);
      expect(written.status).toBe(0);
      const { files } = JSON.parse(written.stdout) as { files: string[] };
      expect(readFileSync(files[0] ?? '', 'utf8')).toBe(printed.stdout);
      expect(readFileSync(path.join(folder, 'policy.yaml'), 'utf8')).toBe(readFileSync(ackPolicy, 'utf8'));
      expect(readFileSync(path.join(folder, 'webhook.yaml'), 'utf8')).toContain('/ingest/v1/token/secret-token/audit');
    },
  );

  test('refuses what it does not know', async () => {
    expect(await runCli(['apiserver', 'enable', '--for', 'openshift', '--policy', ackPolicy])).toMatchObject({
      status: 2,
    });
    expect(await runCli(['apiserver', 'enable', '--policy', ackPolicy])).toMatchObject({ status: 2 });
  });
});

describe('--wait', () => {
  let server: Server;
  let healthy: boolean;
  let port: number;

  beforeEach(async () => {
    healthy = true;
    server = createServer((_, response) => {
      response.writeHead(healthy ? 200 : 500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  /** Plays the kubelet: when the manifest changes, the server goes down, and comes up again if it is to. */
  function restartOnChange(comesBack: boolean): () => void {
    const timer = setInterval(() => {
      if (now() === original) return;
      clearInterval(timer);
      healthy = false;
      if (comesBack) setTimeout(() => (healthy = true), 1500);
    }, 50);
    return () => clearInterval(timer);
  }

  test('ends well when kube-apiserver is back', async () => {
    const stop = restartOnChange(true);
    const ended = await enable('--wait', '30s', '--readyz-url', `http://127.0.0.1:${port}/readyz`);
    stop();
    expect(ended.status).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ changed: true, ready: true });
    expect(now()).not.toBe(original);
  });

  test('brings the old manifest back when it is not', async () => {
    const stop = restartOnChange(false);
    const ended = await enable('--wait', '4s', '--readyz-url', `http://127.0.0.1:${port}/readyz`);
    stop();
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toContain('its old manifest is back');
    expect(now()).toBe(original);
  });
});
