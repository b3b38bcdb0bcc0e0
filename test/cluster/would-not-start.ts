import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../../src/base/index.ts';
import { auditStatus, type HostFile } from '../../src/apiserver/index.ts';
import { apiserverReady, manifestOf, startApiserver } from './control-plane.ts';
import { kubernetesVersion } from './build.ts';
import type { Stage } from './checks.ts';
import { sleep, stop } from './processes.ts';

const policy = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n';

/** One way in which status says that kube-apiserver would not start. */
interface Case {
  readonly name: string;
  readonly code: string;
  readonly flags: readonly string[];
  /** False where status says why in words of its own. */
  readonly hasWords?: boolean;
}

/**
 * Starts kube-apiserver in every way in which status says that it would not start: none of them may succeed, and status says of each why.
 * Files and mounts are the node's own, so a path is the same in and out of the container.
 */
export async function checkRefusedStarts({ bin, run, check, note }: Stage): Promise<void> {
  const folder = path.join(run, 'refused');
  mkdirSync(folder, { recursive: true });
  const failures = await checkGoodStart(bin, run, folder);
  for (const one of casesIn(folder)) {
    const errors = errorsOf(one.flags, folder);
    const said = errors.find((problem) => problem.code === one.code);
    if (!said)
      failures.push(`${one.name}: status says ${errors.map(({ code }) => code).join() || 'nothing'}, not ${one.code}`);
    const log = path.join(folder, `${one.name}.log`);
    const started = startApiserver(bin, run, one.flags, log);
    const code = await Promise.race([started.ended, sleep(20_000).then(() => 'running' as const)]);
    if (code === 'running') await stop(started, 10_000);
    const isStarted = code === 'running' || code === 0;
    if (isStarted) failures.push(`${one.name}: kube-apiserver starts`);
    if (said && one.code === 'kubeconfig-invalid' && one.hasWords !== false && !saysSo(log, said.message))
      failures.push(`${one.name}: status says ${said.message}, kube-apiserver ${lastError(log)}`);
    note(`${isStarted ? 'STARTED' : 'refused'} ${one.name}: ${lastError(log)}`);
  }
  for (const failure of failures) note(failure);
  check(failures.length === 0, 'each way in which status says that kube-apiserver would not start, it does not');
}

/** What the cases are variations of: status has nothing against it, and it starts. */
async function checkGoodStart(bin: string, run: string, folder: string): Promise<string[]> {
  const files = { policy: path.join(folder, 'good.yaml'), hook: path.join(folder, 'good-hook.yaml') };
  writeFileSync(files.policy, policy);
  writeFileSync(files.hook, good);
  const flags = [
    `--audit-policy-file=${files.policy}`,
    '--audit-log-path=-',
    `--audit-webhook-config-file=${files.hook}`,
  ];
  const said = errorsOf(flags, folder);
  if (said.length > 0) return [`status has something against good flags: ${said.map(({ code }) => code).join()}`];
  const started = startApiserver(bin, run, flags, path.join(folder, 'good.log'));
  try {
    await apiserverReady(60);
    return [];
  } catch {
    return ['kube-apiserver does not start with good flags'];
  } finally {
    // Its receiver does not exist: nothing is worth waiting for.
    await stop(started, 0);
  }
}

function casesIn(folder: string): readonly Case[] {
  const file = (name: string, text: string): string => {
    const target = path.join(folder, name);
    writeFileSync(target, text);
    return target;
  };
  const valid = `--audit-policy-file=${file('good.yaml', policy)}`;
  const log = [valid, '--audit-log-path=-'];
  const kubeconfig = (name: string, text: string): string => `--audit-webhook-config-file=${file(name, text)}`;
  const hook = [valid, kubeconfig('hook.yaml', good)];
  const policyFile = (name: string, text: string): string[] => [
    `--audit-policy-file=${file(name, text)}`,
    '--audit-log-path=-',
  ];
  mkdirSync(path.join(folder, 'directory'), { recursive: true });
  return [
    { name: 'unknown-flag', code: 'flag-unknown', flags: [...log, '--audit-dynamic-configuration=true'] },
    wrongValue('not-an-integer', [...log, '--audit-webhook-batch-max-size=many']),
    wrongValue('not-a-duration', [...log, '--audit-webhook-batch-max-wait=30']),
    wrongValue('not-a-boolean', [...log, '--audit-log-compress=yes']),
    wrongValue('not-a-number', [...log, '--audit-webhook-batch-throttle-qps=fast']),
    wrongValue('mode', [...log, '--audit-log-mode=fast']),
    wrongValue('format', [...log, '--audit-log-format=xml']),
    wrongValue('version', [...log, '--audit-log-version=audit.k8s.io/v1beta1']),
    wrongValue('negative-age', [...log, '--audit-log-maxage=-1']),
    wrongValue('negative-backup', [...log, '--audit-log-maxbackup=-1']),
    wrongValue('negative-size', [...log, '--audit-log-maxsize=-1']),
    wrongValue('log-buffer', [...log, '--audit-log-mode=batch', '--audit-log-batch-buffer-size=0']),
    wrongValue('log-throttle', [...log, '--audit-log-mode=batch', '--audit-log-batch-throttle-enable=true']),
    wrongValue('truncate', [...log, '--audit-log-truncate-max-event-size=0']),
    wrongValue('webhook-buffer', [...hook, '--audit-webhook-batch-buffer-size=0']),
    wrongValue('webhook-batch', [...hook, '--audit-webhook-batch-max-size=0']),
    wrongValue('webhook-qps', [...hook, '--audit-webhook-batch-throttle-qps=0']),
    wrongValue('webhook-burst', [...hook, '--audit-webhook-batch-throttle-burst=0']),
    wrongValue('webhook-truncate', [...hook, '--audit-webhook-truncate-max-batch-size=10']),
    wrongValue('webhook-mode', [...hook, '--audit-webhook-mode=fast']),
    {
      name: 'policy-missing',
      code: 'file-missing',
      flags: [`--audit-policy-file=${folder}/nowhere.yaml`, '--audit-log-path=-'],
    },
    {
      name: 'policy-directory',
      code: 'directory-for-file',
      flags: [`--audit-policy-file=${folder}/directory`, '--audit-log-path=-'],
    },
    {
      name: 'policy-level',
      code: 'invalid-field',
      flags: policyFile('level.yaml', policy.replace('Metadata', 'Everything')),
    },
    {
      name: 'policy-version',
      code: 'not-a-policy',
      flags: policyFile('version.yaml', policy.replace('v1', 'v1beta1')),
    },
    {
      name: 'policy-empty',
      code: 'no-rules',
      flags: policyFile('empty.yaml', policy.replace(/rules:[\s\S]*/, 'rules: []\n')),
    },
    {
      name: 'kubeconfig-missing',
      code: 'file-missing',
      flags: [valid, `--audit-webhook-config-file=${folder}/nowhere.yaml`],
    },
    ...Object.entries(wrongKubeconfigs(file)).map(([name, text]): Case => {
      const flags = [valid, kubeconfig(`hook-${name}.yaml`, text)];
      return { name: `kubeconfig-${name}`, code: 'kubeconfig-invalid', flags, hasWords: !ownWords.has(name) };
    }),
    { name: 'log-directory', code: 'directory-for-file', flags: [valid, `--audit-log-path=${folder}/directory`] },
    // Nobody may make files there, as in a mount that is read-only.
    { name: 'log-read-only', code: 'log-mount-read-only', flags: [valid, '--audit-log-path=/proc/whodunit/audit.log'] },
  ];
}

function wrongValue(name: string, flags: readonly string[]): Case {
  return { name, code: 'flag-value', flags };
}

function webhook(server: string): string {
  return `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "${server}"}}]
users: [{name: u, user: {token: t}}]
contexts: [{name: a, context: {cluster: c, user: u}}]
current-context: a
`;
}

const good = webhook('https://127.0.0.1:1/');
/** Those of which a parser speaks, and not client-go. */
const ownWords: ReadonlySet<string> = new Set(['no-yaml', 'kind', 'duplicate-name']);

function cluster(more: string): string {
  return good.replace('cluster: {', `cluster: {${more}, `);
}

function user(fields: string): string {
  return good.replace('token: t', fields);
}

function exec(fields: string): string {
  return user(`exec: {${fields}}`);
}

/** Kubeconfigs that kube-apiserver does not start with, by name; `file` writes one that they name. */
function wrongKubeconfigs(file: (name: string, text: string) => string): Readonly<Record<string, string>> {
  const text = file('no-certificate.pem', 'nothing');
  const empty = file('empty-token', '');
  const pem = file('ca.pem', '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n');
  const v1 = 'apiVersion: client.authentication.k8s.io/v1';
  return {
    'no-yaml': 'a: b: c\n',
    empty: '',
    kind: good.replace('kind: Config', 'kind: Pod'),
    'token-number': user('token: 12345'),
    'duplicate-name': good.replace('users: [', 'users: [{name: u, user: {}}, '),
    'no-server': webhook(''),
    'empty-server': good.replace('server: "https://127.0.0.1:1/"', 'server: "", insecure-skip-tls-verify: true'),
    'no-url': webhook('not a url'),
    'bad-escape': webhook('http://%%'),
    'bad-port': webhook('https://w:http/'),
    'host-and-path': webhook('w/ingest'),
    'no-context': good.replace('current-context: a', 'current-context: b'),
    'no-current-context': good.replace('current-context: a', ''),
    'no-cluster': good.replace('cluster: c,', ''),
    'cluster-not-there': good.replace('cluster: c,', 'cluster: d,'),
    'ca-missing': cluster('certificate-authority: /nowhere/ca.crt'),
    'ca-missing-beside': cluster('certificate-authority: nowhere.crt'),
    'ca-twice': cluster(`certificate-authority: ${pem}, certificate-authority-data: QUJD`),
    'ca-no-base64': cluster('certificate-authority-data: "%%%"'),
    'ca-no-certificate': cluster('certificate-authority-data: QUJD'),
    'ca-file-no-certificate': cluster(`certificate-authority: ${text}`),
    'ca-and-insecure': cluster('certificate-authority-data: QUJD, insecure-skip-tls-verify: true'),
    proxy: cluster('proxy-url: "ftp://p"'),
    'proxy-bare': cluster('proxy-url: "p"'),
    'two-credentials': user('token: t, username: a, password: b'),
    'certificate-without-key': user('client-certificate-data: QUJD'),
    'certificate-missing': user(`client-certificate: /nowhere/c.crt, client-key: ${text}`),
    'key-missing': user(`client-certificate: ${text}, client-key: /nowhere/c.key`),
    'certificate-none': user('client-certificate-data: QUJD, client-key-data: QUJD'),
    'token-file-missing': user('tokenFile: /nowhere/token'),
    'token-file-empty': user(`tokenFile: ${empty}`),
    'exec-no-mode': exec(`command: /bin/x, ${v1}`),
    'exec-mode': exec(`command: /bin/x, ${v1}, interactiveMode: Sometimes`),
    'exec-no-command': exec(`${v1}, interactiveMode: Never`),
    'exec-no-version': exec('command: /bin/x, interactiveMode: Never'),
    'exec-version': exec('command: /bin/x, apiVersion: v1, interactiveMode: Never'),
    'exec-env': exec(`command: /bin/x, ${v1}, interactiveMode: Never, env: [{value: x}]`),
    'exec-and-provider': user(`exec: {command: /bin/x, ${v1}, interactiveMode: Never}, auth-provider: {name: oidc}`),
    'provider-unknown': user('auth-provider: {name: foo}'),
    'provider-gcp': user('auth-provider: {name: gcp}'),
    'provider-oidc': user('auth-provider: {name: oidc}'),
    'groups-of-nobody': user('token: t, as-groups: [a]'),
  };
}

/** The errors of status for a Pod that sees the folder, and /proc read-only. */
function errorsOf(flags: readonly string[], folder: string): readonly Diagnostic[] {
  const mounts = `    volumeMounts:
    - {name: files, mountPath: ${folder}}
    - {name: proc, mountPath: /proc, readOnly: true}
    - {name: nowhere, mountPath: /nowhere}
  volumes:
  - {name: files, hostPath: {path: ${folder}}}
  - {name: proc, hostPath: {path: /proc}}
  - {name: nowhere, hostPath: {path: /nowhere}}
`;
  const status = auditStatus(
    manifestOf(flags, kubernetesVersion).replace('  hostNetwork: true\n', mounts),
    { minor: 36 },
    { lookup },
  );
  if (!status.ok) return status.diagnostics;
  return status.value.problems.filter((problem) => problem.severity === 'error');
}

function lookup(file: string): HostFile {
  try {
    return { kind: 'file', text: readFileSync(file, 'utf8') };
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EISDIR'
      ? { kind: 'directory' }
      : { kind: 'missing' };
  }
}

/** Whether kube-apiserver said what status says, quotes and its escapes aside; status names the file first. */
function saysSo(log: string, message: string): boolean {
  const bare = (text: string): string => text.replaceAll(/[\\"]/g, '');
  return bare(readFileSync(log, 'utf8')).includes(bare(message.replace(/^\S+: /, '')));
}

function lastError(log: string): string {
  const lines = readFileSync(log, 'utf8').split('\n');
  return (lines.findLast((line) => /^(?:Error|E\d{4})/i.test(line)) ?? lines.at(-2) ?? '').slice(0, 200);
}
